#!/bin/sh
# Prints the compiler's flag for the folder that has clang-c/Index.h: llvm-config's, or the newest
# of Debian's, which libclang-dev fills without llvm-config. Nothing where there is none: then the
# compiler may find it by itself.
newest() {
    for folder in /usr/lib/llvm-*/include /usr/local/opt/llvm/include \
        /opt/homebrew/opt/llvm/include; do
        echo "$folder"
    done | sort -rV
}

for folder in $(llvm-config --includedir 2>/dev/null) $(newest); do
    if [ -f "$folder/clang-c/Index.h" ]; then
        echo "-isystem $folder"
        exit
    fi
done
