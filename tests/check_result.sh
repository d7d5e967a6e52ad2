#!/bin/bash
# check_result.sh FOLDER: judges FOLDER/result.pdf with pdfsig, and every N.signed with its N.cms with
# openssl, trusting FOLDER/demo-root.pem alone; then flips one byte of each and expects a refusal.
set -eu
folder=$1
nss=$(mktemp -d); trap 'rm -rf "$nss"' EXIT
certutil -N -d "sql:$nss" --empty-password
certutil -A -d "sql:$nss" -n root -t CT,C,C -i "$folder/demo-root.pem"

report=$(pdfsig -nssdir "$nss" "$folder/result.pdf")
count() { grep -c "$1" <<<"$report" || true; }
[ "$(count 'Signature is Valid')" = 2 ] || { echo "pdfsig: signatures not valid"; echo "$report"; exit 1; }
[ "$(count 'Certificate is Trusted')" = 2 ] || { echo "pdfsig: not trusted"; echo "$report"; exit 1; }
[ "$(count '  - Total document signed')" = 1 ] || { echo "pdfsig: total document"; echo "$report"; exit 1; }
tail -n 8 <<<"$report" | grep -q 'Total document signed' || { echo "the last is not total"; exit 1; }

# The first signature covers exactly its revision: cut there, it covers the total document.
end=$(awk '/Signed Ranges/ {gsub(/[^0-9 ]/," "); print $NF; exit}' <<<"$report")
head -c "$end" "$folder/result.pdf" >"$nss/first.pdf"
pdfsig -nssdir "$nss" "$nss/first.pdf" >"$nss/first.txt"
grep -q 'Total document signed' "$nss/first.txt" || { echo "the first does not cover its revision"; exit 1; }

flip() { # FILE OFFSET OUT
  cp "$1" "$3"
  byte=$(dd if="$1" bs=1 skip="$2" count=1 status=none | od -An -tu1)
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$3" bs=1 seek="$2" conv=notrunc status=none
}
flip "$folder/result.pdf" 700 "$nss/flipped.pdf"
if pdfsig -nssdir "$nss" "$nss/flipped.pdf" 2>/dev/null | grep -c 'Signature is Valid' | grep -qx 2; then
  echo "pdfsig accepts a flipped byte"; exit 1
fi

n=0
for cms in "$folder"/*.cms; do
  signed=${cms%.cms}.signed
  openssl cms -verify -binary -cades -purpose any -inform DER -in "$cms" -content "$signed" \
    -CAfile "$folder/demo-root.pem" -out /dev/null 2>"$nss/openssl.txt" ||
    { echo "openssl refuses $(basename "$cms")"; cat "$nss/openssl.txt"; exit 1; }
  flip "$signed" 40 "$nss/flipped"
  if openssl cms -verify -binary -cades -purpose any -inform DER -in "$cms" -content "$nss/flipped" \
    -CAfile "$folder/demo-root.pem" -out /dev/null 2>/dev/null; then
    echo "openssl accepts a flipped byte"; exit 1
  fi
  n=$((n + 1))
done
[ "$n" -ge 5 ] || { echo "only $n signed steps"; exit 1; }
echo "pdfsig: 2 signatures, openssl: $n steps"
