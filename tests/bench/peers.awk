# The rows of peers.c and peers.py as a table. The first two are ours; what is better than the worse
# of them is marked.
BEGIN {
    FS = "\t"
    printf "  %-24s %8s   %9s   %8s   %10s\n", "a record of 3 doubles", "bytes", "create ns", \
        "get ns", "by name ns"
}
{
    for (i = 2; i <= 5; i++) {
        if (NR <= 2 && $i > ours[i]) ours[i] = $i + 0
        mark[i] = NR > 2 && $i < ours[i] ? " <" : "  "
        missed += mark[i] == " <"
    }
    printf "  %-24s %8s%s %9s%s %8s%s %10s%s\n", $1, $2, mark[2], $3, mark[3], $4, mark[4], $5, \
        mark[5]
}
END {
    if (missed > 0) print "  ours are to be ahead of all in all: missed " missed " times, see <"
    else print "  ours are ahead of all in all, as they are to be"
}
