;; Prints the faces of the positions in the file `places`, one a line.
(find-file "sample.slots")
(font-lock-mode 1)
(font-lock-ensure)
(dolist (place (with-temp-buffer
                 (insert-file-contents "places")
                 (split-string (buffer-string) "\n" t)))
  (let ((numbers (mapcar #'string-to-number (split-string place))))
    (goto-char (point-min))
    (forward-line (1- (car numbers)))
    (princ (format "%s\n" (get-text-property (+ (point) (1- (cadr numbers))) 'face)))))
