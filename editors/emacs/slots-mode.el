;;; slots-mode.el --- Schemas of slotc  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Edits *.slots: colours, indentation, an index of what is declared, `C-c C-f' to lay a schema
;; out, findings while one types (flymake, or eglot with `slotc lsp'), and `M-x compile' that knows
;; where findings are.
;;
;;   (add-to-list 'load-path "…/emacs")
;;   (autoload 'slots-mode "slots-mode" nil t)
;;   (add-to-list 'auto-mode-alist '("\\.slots\\'" . slots-mode))

;;; Code:

(require 'compile)

(defgroup slots nil
  "Schemas of slotc."
  :group 'languages)

(defcustom slots-slotc "slotc"
  "The slotc to run: a name in the PATH, or a path."
  :type 'string)

(defcustom slots-indent-offset 4
  "The columns that a field stands to the right of its record."
  :type 'integer
  :safe #'integerp)

(defconst slots-keywords '("as" "enum" "extern" "from" "import" "package" "record")
  "Words that begin declarations, or stand within them.")

(defconst slots-storage-words '("dict" "slots")
  "Words that say how a record is stored.")

(defconst slots-types
  '("bits" "bool" "char" "f32" "f64" "i16" "i32" "i64" "i8" "str" "u16" "u32" "u64" "u8")
  "The types that are built in.")

(defconst slots-constants '("false" "true")
  "Words that are values.")

(defconst slots-annotations
  '("align" "allow" "c_name" "count" "deprecated" "final" "hot" "max_size" "offset" "open_tail"
    "order" "persistent" "readonly" "size")
  "What may stand behind an `@'.")

(defvar slots-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 124" table)
    (modify-syntax-entry ?* ". 23b" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?@ "." table)
    (dolist (sign '(?: ?= ?+ ?- ??))
      (modify-syntax-entry sign "." table))
    table))

(defun slots--depth ()
  "How many braces are open at point."
  (car (syntax-ppss)))

(defun slots--word (words in-body limit)
  "Find one of WORDS before LIMIT.
Inside of braces where IN-BODY is t, outside where it is nil."
  (let (found)
    (while (and (not found)
                (re-search-forward (concat "\\_<" (regexp-opt words t) "\\_>") limit t))
      (save-match-data
        (save-excursion
          (goto-char (match-beginning 0))
          (setq found (eq in-body (> (slots--depth) 0)))
          ;; A word of the language may name a field.
          (when (and found in-body (looking-at "\\_<[a-z0-9_]+\\_>[ \t]*:"))
            (setq found nil)))))
    found))

(defun slots--enumerator (limit)
  "Find an enumerator of an enum's body, or of a default, before LIMIT."
  (let (found)
    (while (and (not found)
                (re-search-forward
                 "[{,=)][ \t\n]*\\(\\_<[A-Za-z_][A-Za-z0-9_]*\\_>\\)[ \t\n]*[,=};]" limit t))
      (goto-char (match-end 1))
      (save-match-data
        (save-excursion
          (goto-char (match-beginning 1))
          (setq found (> (slots--depth) 0)))))
    found))

(defconst slots-font-lock-keywords
  `(("///?[ \t]*\\(slotc:[A-Za-z][A-Za-z0-9_-]*\\)\\(?:[ \t]+\\([A-Za-z0-9_-]+\\)\\)?"
     (1 font-lock-preprocessor-face t)
     (2 font-lock-variable-name-face t t))
    ("^[ \t]*\\(///\\(?:[^/\n].*\\)?\\)$"
     (1 (if (string-match-p "\\`///?[ \t]*slotc:[A-Za-z]" (match-string 1))
            font-lock-comment-face
          font-lock-doc-face)
        prepend))
    ("@[ \t]*\\([A-Za-z_][A-Za-z0-9_]*\\)"
     (0 (if (member (match-string 1) slots-annotations)
            font-lock-preprocessor-face
          font-lock-warning-face)))
    ;; The trap: a record that says nothing of its storage below another.
    ("\\_<record[ \t]+\\(?:[A-Za-z_][A-Za-z0-9_]*\\)[ \t]*:[ \t]*\\([A-Za-z_][A-Za-z0-9_.]*\\)[ \t\n]*{"
     (1 font-lock-warning-face))
    ("\\_<\\(?:record\\|enum\\)[ \t]+\\([A-Za-z_][A-Za-z0-9_]*\\)[ \t]*[:{a-z]"
     (1 font-lock-type-face))
    ("\\_<record[ \t]+[A-Za-z_][A-Za-z0-9_]*[ \t]*:[ \t]*\\([A-Za-z_][A-Za-z0-9_.]*\\)"
     (1 font-lock-type-face))
    ("\\_<as[ \t]+\\([A-Za-z_][A-Za-z0-9_]*\\)[ \t]*;" (1 font-lock-type-face))
    ("\\_<package[ \t]+\\([A-Za-z_][A-Za-z0-9_.]*\\)" (1 font-lock-constant-face))
    ((lambda (limit) (slots--word slots-keywords nil limit)) (1 font-lock-keyword-face))
    ((lambda (limit) (slots--word slots-storage-words nil limit)) (1 font-lock-keyword-face))
    (,(concat ":[ \t]*\\(" (regexp-opt slots-types) "\\)\\_>") (1 font-lock-builtin-face))
    (":[ \t]*\\(ref\\)[ \t]+\\([A-Za-z_][A-Za-z0-9_.]*\\)"
     (1 font-lock-keyword-face)
     (2 font-lock-type-face))
    ((lambda (limit) (slots--word slots-constants t limit)) (1 font-lock-constant-face))
    ("\\_<\\([A-Za-z_][A-Za-z0-9_]*\\)[ \t]*:[ \t]*\\([A-Za-z_][A-Za-z0-9_.]*\\)[^;{]*;"
     (1 font-lock-variable-name-face)
     (2 font-lock-type-face))
    (slots--enumerator (1 font-lock-constant-face))
    ("\\_<\\(?:0[xX][0-9A-Fa-f_]+\\|0[bB][01_]+\\|[0-9][0-9_]*\\(?:\\.[0-9]+\\)?\\(?:[eE][+-]?[0-9]+\\)?\\)\\_>"
     . font-lock-constant-face))
  "What is coloured in schemas.")

(defun slots-indent-line ()
  "Indent the line by the braces around it."
  (interactive)
  (let* ((from-end (- (point-max) (point)))
         (state (save-excursion (syntax-ppss (line-beginning-position))))
         (depth (car state))
         (closes (save-excursion (back-to-indentation) (looking-at "[]})]"))))
    ;; What stands in a comment of several lines stays where it is.
    (unless (or (nth 3 state) (and (nth 4 state) (not (looking-at-p "[ \t]*$"))))
      (indent-line-to
       (if (nth 4 state)
           (save-excursion (forward-line -1) (current-indentation))
         (* slots-indent-offset (max 0 (- depth (if closes 1 0))))))
      (when (> (- (point-max) from-end) (point))
        (goto-char (- (point-max) from-end))))))

(defun slots--source (buffer)
  "The whole text of BUFFER."
  (with-current-buffer buffer (buffer-substring-no-properties (point-min) (point-max))))

(defun slots-format-buffer ()
  "Lay the schema out as `slotc fmt' does.
A text that does not parse stays as it is, and what is wrong with it is shown."
  (interactive)
  (let* ((source (current-buffer))
         (text (slots--source source))
         (errors (make-temp-file "slotc")))
    (unwind-protect
        (with-temp-buffer
          (insert text)
          (if (zerop (call-process-region (point-min) (point-max) slots-slotc t
                                          (list t errors) nil "fmt" "-"))
              (let ((formatted (current-buffer)))
                (with-current-buffer source (replace-buffer-contents formatted)))
            (erase-buffer)
            (insert-file-contents errors)
            (message "%s" (buffer-substring (point-min) (line-end-position)))))
      (delete-file errors))))

(defvar-local slots--flymake-process nil)

(declare-function flymake-diag-region "flymake")
(declare-function flymake-make-diagnostic "flymake")

(defun slots--region (line column)
  "The place of a finding at LINE and COLUMN, which counts bytes."
  (let* ((start (save-excursion
                  (goto-char (point-min))
                  (forward-line (1- line))
                  (point)))
         (place (byte-to-position (+ (position-bytes start) column -1))))
    (flymake-diag-region (current-buffer) line (if place (1+ (- place start)) column))))

(defun slots--findings (source)
  "What `slotc lint' has printed into this buffer, as diagnostics of SOURCE."
  (let (found)
    (goto-char (point-min))
    (while (re-search-forward
            "^<stdin>:\\([0-9]+\\):\\([0-9]+\\): \\(error\\|warning\\|note\\): \\(.* \\[[a-z-]+\\]\\)$"
            nil t)
      (let* ((line (string-to-number (match-string 1)))
             (column (string-to-number (match-string 2)))
             (kind (cdr (assoc (match-string 3)
                               '(("error" . :error) ("warning" . :warning) ("note" . :note)))))
             (message (match-string 4))
             (region (with-current-buffer source (slots--region line column))))
        (when region
          (push (flymake-make-diagnostic source (car region) (cdr region) kind message) found))))
    (nreverse found)))

(defun slots-flymake (report &rest _)
  "A backend for flymake: gives what `slotc lint' finds to REPORT."
  (unless (executable-find slots-slotc)
    (error "There is no slotc in the PATH; set `slots-slotc'"))
  (when (process-live-p slots--flymake-process)
    (kill-process slots--flymake-process))
  (let ((source (current-buffer)))
    (setq slots--flymake-process
          (make-process
           :name "slotc-lint" :noquery t :connection-type 'pipe :coding 'utf-8-unix
           :buffer (generate-new-buffer " *slotc-lint*")
           :command (list slots-slotc "lint" "--color=never" "-")
           :sentinel
           (lambda (process _event)
             (when (memq (process-status process) '(exit signal))
               (unwind-protect
                   (when (and (buffer-live-p source)
                              (eq process
                                  (buffer-local-value 'slots--flymake-process source)))
                     (with-current-buffer (process-buffer process)
                       (funcall report (slots--findings source))))
                 (kill-buffer (process-buffer process)))))))
    (process-send-string slots--flymake-process (slots--source source))
    (process-send-eof slots--flymake-process)))

(defconst slots-imenu-generic-expression
  '(("Records" "^[^/\n]*\\_<record[ \t]+\\([A-Za-z_][A-Za-z0-9_]*\\)[^;\n]*{" 1)
    ("Enums" "^[^/\n]*\\_<enum[ \t]+\\([A-Za-z_][A-Za-z0-9_]*\\)" 1)
    ("Extern types" "^[^/\n]*\\_<extern\\_>.*\\_<as[ \t]+\\([A-Za-z_][A-Za-z0-9_]*\\)" 1)))

(defvar slots-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-f") #'slots-format-buffer)
    map))

;;;###autoload
(define-derived-mode slots-mode prog-mode "Slots"
  "Edits schemas of slotc."
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?://+\\|/\\*+\\)[ \t]*")
  (setq-local indent-line-function #'slots-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append "}" electric-indent-chars))
  (setq-local font-lock-defaults '(slots-font-lock-keywords))
  (setq-local imenu-generic-expression slots-imenu-generic-expression)
  (unless (or (null buffer-file-name) (local-variable-p 'compile-command))
    (setq-local compile-command
                (concat slots-slotc " lint "
                        (shell-quote-argument (file-name-nondirectory buffer-file-name)))))
  (add-hook 'flymake-diagnostic-functions #'slots-flymake nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.slots\\'" . slots-mode))

(add-to-list 'compilation-error-regexp-alist-alist
             '(slotc "^\\([^ \t\n:]+\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(note\\)\\): "
                     1 2 3 (4 . 5)))
(add-to-list 'compilation-error-regexp-alist 'slotc)

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs `(slots-mode . (,slots-slotc "lsp"))))

(provide 'slots-mode)
;;; slots-mode.el ends here
