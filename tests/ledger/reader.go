// reader: an independent client of the ledger: Go's own packages for signed notes and transparency
// logs read the published files of a folder or a server, and judge them.
//
//	reader VKEY URL     reads checkpoint, entries and proofs over HTTP and checks each of them
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Println("wrong:", err)
		os.Exit(1)
	}
}

func fetch(url string) []byte {
	r, err := http.Get(url)
	must(err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	must(err)
	if r.StatusCode != 200 {
		must(fmt.Errorf("%s: %s", url, r.Status))
	}
	return body
}

// path of a tile as C2SP tlog-tiles names it, which has no height in it, unlike tlog.Tile.Path.
func path(level string, n int64, width int) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	s = "/ledger/tile/" + level + "/" + s
	if width < 256 {
		s += fmt.Sprintf(".p/%d", width)
	}
	return s
}

type reader struct{ url string }

func (r reader) Height() int                    { return 8 }
func (r reader) SaveTiles([]tlog.Tile, [][]byte) {}
func (r reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		all = append(all, fetch(r.url+path(strconv.Itoa(t.L), t.N, t.W)))
	}
	return all, nil
}

type proof struct {
	Root   string   `json:"root"`
	Hashes []string `json:"hashes"`
}

func hash(s string) (h tlog.Hash) {
	b, err := base64.StdEncoding.DecodeString(s)
	must(err)
	copy(h[:], b)
	return h
}

func hashes(list []string) (all []tlog.Hash) {
	for _, s := range list {
		all = append(all, hash(s))
	}
	return all
}

func entries(url string, size int64) (all [][]byte) {
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		b := fetch(url + path("entries", n, int(width)))
		for len(b) > 0 {
			l := int(b[0])<<8 | int(b[1])
			all = append(all, b[2:2+l])
			b = b[2+l:]
		}
	}
	return all
}

func main() {
	vkey, url := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	must(err)
	n, err := note.Open(fetch(url+"/ledger/checkpoint"), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	tree := tlog.Tree{N: size, Hash: hash(lines[2])}
	all := entries(url, size)
	if int64(len(all)) != size {
		must(fmt.Errorf("%d entries, not %d", len(all), size))
	}
	// Every leaf hash, read from the tiles, each tile checked against the root.
	source := tlog.TileHashReader(tree, reader{url})
	for i := int64(0); i < size; i++ {
		got, err := source.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		must(err)
		if got[0] != tlog.RecordHash(all[i]) {
			must(fmt.Errorf("entry %d is not what its leaf says", i))
		}
	}
	refused := 0
	for i := int64(0); i < size; i += 1 + size/64 {
		var p proof
		must(json.Unmarshal(fetch(fmt.Sprintf("%s/ledger/proof/inclusion/%d/%d", url, i, size)), &p))
		must(tlog.CheckRecord(hashes(p.Hashes), size, hash(p.Root), i, tlog.RecordHash(all[i])))
		if hash(p.Root) != tree.Hash {
			must(fmt.Errorf("another root"))
		}
		altered := hashes(p.Hashes)
		for k := range altered {
			altered[k][i%32] ^= 1
			if tlog.CheckRecord(altered, size, tree.Hash, i, tlog.RecordHash(all[i])) != nil {
				refused++
			}
			altered[k][i%32] ^= 1
		}
		must(json.Unmarshal(fetch(fmt.Sprintf("%s/ledger/proof/consistency/%d/%d", url, i+1, size)), &p))
		old, err := tlog.TreeHash(i+1, source)
		must(err)
		must(tlog.CheckTree(hashes(p.Hashes), size, tree.Hash, i+1, old))
		old[3] ^= 1
		if tlog.CheckTree(hashes(p.Hashes), size, tree.Hash, i+1, old) != nil {
			refused++
		}
	}
	fmt.Printf("origin %s, %d entries, each leaf and proof accepted, %d altered ones refused\n",
		lines[0], size, refused)
}
