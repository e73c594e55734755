# A schema of `count` records with 8 fields each, which the benchmarks share.
BEGIN {
    for (i = 0; i < count; i++) {
        printf "record Row%d slots {\n", i
        print "    id: i64;\n    value: f64;\n    number: i32;\n    level: u8;"
        print "    good: bool;\n    name: char[16];\n    time: i64;\n    unit: i32;\n}\n"
    }
}
