# A repository for a case, which no configuration of this machine has a say in: `. ../repository.sh`.
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
GIT_CEILING_DIRECTORIES=$(dirname "$PWD")
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL GIT_CEILING_DIRECTORIES
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL

# commit: all that is there.
commit() {
    [ -d .git ] || git init -q .
    git add -A && git commit -q -m state
}
