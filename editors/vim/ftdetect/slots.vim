autocmd BufNewFile,BufRead *.slots setfiletype slots
