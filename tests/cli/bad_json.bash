# What is not JSON, or not JSON that can be trusted.
source "$(dirname "$0")/harness.bash"

text "empty" JSON "bad.json: empty file" ''
text "white space" JSON "nothing but white space" ' \n\t\n'
text "only a byte order mark" JSON "empty file" '\xef\xbb\xbf'
text "cut off" JSON "bad.json:1:" '{"model_type": "llama"'
text "cut off in a string" JSON "bad.json:1:" '{"model_type": "lla'
text "trailing garbage" JSON "bad.json:2:1: " '{}\nx'
text "two documents" JSON "bad.json:1:3: " '{}{}'
text "trailing comma" JSON "bad.json:1:9: " '{"a": 1,}'
text "comment" JSON "bad.json:1:1: " '// c\n{}'
text "single quotes" JSON "bad.json:1:2: " "{'a': 1}"
text "NaN" JSON "NaN is not JSON" '{"hidden_size": NaN}'
text "Infinity" JSON "Infinity is not JSON" '{"hidden_size": Infinity}'
text "-Infinity" JSON "-Infinity is not JSON" '{"hidden_size": -Infinity}'
text "1e400" JSON 'the number "1e400" is beyond a double' '{"hidden_size": 1e400}'
text "leading zero" JSON "bad.json:1:" '{"hidden_size": 064}'
text "hexadecimal" JSON "bad.json:1:" '{"hidden_size": 0x40}'
text "lone surrogate" JSON "bad.json:2:" '{"hidden_size": 64,\n "_name_or_path": "\\ud800"}'
text "lone low surrogate" JSON "bad.json:1:" '{"a": "\\udc00"}'
text "raw control character in a string" JSON "bad.json:1:" '{"a": "\x01"}'
text "NUL after the document" JSON "bad.json:1:3: NUL byte" '{}\0garbage'
text "NUL in a string" JSON "NUL byte" '{"a": "\0"}'
text "UTF-16" JSON "bad.json:1:1: byte 0xFF is not UTF-8" '\xff\xfe{\0}\0'
text "Latin-1" JSON "bad.json:1:12: byte 0xE9 is not UTF-8" '{"name": "f\xe9"}'
text "overlong UTF-8" JSON "byte 0xC0" '{"a": "\xc0\xaf"}'
text "surrogate in UTF-8" JSON "byte 0xED" '{"a": "\xed\xa0\x80"}'
text "column counts characters" JSON "bad.json:1:11: " '{"\xc3\xa9\xc3\xa9": 1, x}'
text "lines behind a byte order mark and CRLF" JSON "bad.json:2:1: " '\xef\xbb\xbf{}\r\nx'
text "merge conflict" JSON "bad.json:1:1: unresolved merge conflict" '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n'
text "merge conflict within" JSON "bad.json:2:1: unresolved merge conflict" '{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> x\n}\n'
text "a list" JSON "the top level is a list; an object was expected" '[]'
text "a string" JSON "the top level is the string" '"llama"'
text "a number" JSON "the top level is the number 1" '1'
text "null" JSON "the top level is null" 'null'

text "duplicate key" DUPLICATE-KEY 'bad.json:3:2: the key "a" stands twice in one object, first at 2:2' '{\n "a": 1,\n "a": 2}'
text "duplicate key by escape" DUPLICATE-KEY 'bad.json:1:9: the key "a"' '{"a": 1,"\\u0061": 2}'
text "duplicate key after escaped quote" DUPLICATE-KEY 'bad.json:1:12: ' '{"\\"a": 1, "\\"a": 2}'
text "duplicate nested key" DUPLICATE-KEY 'the key "b"' '{"a": {"b": 1, "b": 1}}'
text "duplicate key in a list" DUPLICATE-KEY 'the key "b"' '[{"b": 1, "b": 1}]'

printf '[%.0s' {1..100000} >bad.json
refuses "depth bomb of lists" JSON "bad.json:1:65: nested deeper than 64 levels" report bad.json
printf '{"a":%.0s' {1..100000} >bad.json
refuses "depth bomb of objects" JSON "nested deeper than 64 levels" report bad.json
{ printf '['; printf '0,%.0s' {1..300000}; printf '0]'; } >bad.json
refuses "too many values" JSON "more than 200,000 values" report bad.json
head -c 100000 /dev/urandom >bad.json
refuses "binary" JSON "" report bad.json
{ printf '{"'; head -c 1000000 /dev/zero | tr '\0' k; printf '": 1, "a": }'; } >bad.json
refuses "a key of a megabyte" JSON "" report bad.json
{ printf '{"model_type": "'; head -c 1000000 /dev/zero | tr '\0' k; printf '"}'; } >bad.json
refuses "a value of a megabyte is not repeated" NOT-COVERED "…" report bad.json
expect "the line is short" test "$(wc -c <.err)" -lt 400

finish
