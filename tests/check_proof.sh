#!/bin/bash
# check_proof.sh FOLDER: judges FOLDER/proof.pdf with pdfsig and with openssl, trusting
# FOLDER/demo-root.pem alone; then flips a byte and expects a refusal; then reads its QR code with
# zbarimg: it holds the number (first line of FOLDER/tracking.txt) and, like the whole paper, never
# the tracking code (second line).
set -eu
folder=$1
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
certutil -N -d "sql:$tmp" --empty-password
certutil -A -d "sql:$tmp" -n root -t CT,C,C -i "$folder/demo-root.pem"
fail() { echo "proof: $1"; exit 1; }

report=$(pdfsig -nssdir "$tmp" "$folder/proof.pdf")
grep -q 'Signature is Valid' <<<"$report" || fail "pdfsig: not valid"
grep -q 'Certificate is Trusted' <<<"$report" || fail "pdfsig: not trusted"
grep -q 'Total document signed' <<<"$report" || fail "pdfsig: not the total document"
[ "$(grep -c '^Signature #' <<<"$report")" = 1 ] || fail "pdfsig: another number of signatures"
grep -q 'không có người ký' <<<"$report" || fail "the certificate does not say that nobody signed"

# The same by openssl: the bytes of the ByteRange under the CMS of /Contents.
read -r b c d < <(grep -a -o '/ByteRange *\[[^]]*\]' "$folder/proof.pdf" | tail -1 | tr -dc '0-9 ' |
  awk '{print $2, $3, $4}')
head -c "$b" "$folder/proof.pdf" >"$tmp/signed"
tail -c "$d" "$folder/proof.pdf" >>"$tmp/signed"
tail -c +$((b + 2)) "$folder/proof.pdf" | head -c $((c - b - 2)) | xxd -r -p >"$tmp/padded"
len=$(openssl asn1parse -inform DER -in "$tmp/padded" 2>/dev/null | head -1 |
  sed -E 's/.*hl=([0-9]+) l= *([0-9]+).*/\1 \2/' | awk '{print $1 + $2}')
head -c "$len" "$tmp/padded" >"$tmp/cms"
check() {
  openssl cms -verify -binary -cades -purpose any -inform DER -in "$tmp/cms" -content "$1" \
    -CAfile "$folder/demo-root.pem" -out /dev/null 2>"$tmp/openssl.txt"
}
check "$tmp/signed" || { cat "$tmp/openssl.txt"; fail "openssl refuses it"; }
cp "$tmp/signed" "$tmp/flipped"
printf 'X' | dd of="$tmp/flipped" bs=1 seek=900 conv=notrunc status=none
check "$tmp/flipped" && fail "openssl accepts a flipped byte"

# Each hash is one word on one line: that of every file beside its name, those of the event and of
# what is attested under theirs.
lines=$(pdftotext -layout "$folder/proof.pdf" -)
grep -qE '^ *SHA-256: [0-9a-f]{64}$' <<<"$lines" || fail "a file's hash is not whole on a line"
[ "$(grep -cE '^ *[0-9a-f]{64}$' <<<"$lines")" = 2 ] || fail "a hash is broken over lines"

{ read -r number; read -r secret; } <"$folder/tracking.txt"
pdftoppm -r 200 -png "$folder/proof.pdf" "$tmp/page"
read_=$(zbarimg -q --raw "$tmp"/page*.png)
grep -qF "$number" <<<"$read_" || fail "the QR code does not hold the number: $read_"
secret=${secret//-/}
text=$(pdftotext "$folder/proof.pdf" - | tr -d -- '-\n ')
for there in "${read_//-/}" "$text"; do
  [ -n "$secret" ] && grep -qF "$secret" <<<"$there" && fail "it holds the tracking code"
done
echo "proof: pdfsig and openssl agree, the QR code says $read_"
