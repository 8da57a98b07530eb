package store

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

// These want TMPDIR on a disk that has been left alone for five minutes, or on tmpfs: ext4 without a journal does not use
// an inode again so soon after its file is deleted, and looks at every one of them for each file it makes.

// The set that is installed: packages of 60 files, some 4 KB each, as an application's dependencies are on average.
const benchPackages, benchFiles = 100, 60

func benchSet(b *testing.B) (data [][]byte, hashes []Integrity) {
	b.Helper()
	for i := range benchPackages {
		one := tgz(b, sample(uint64(i), benchFiles)...)
		data = append(data, one)
		hashes = append(hashes, integrityOf(one))
	}
	return data, hashes
}

func addAll(b *testing.B, s *Store, workers int, data [][]byte, hashes []Integrity) []*Package {
	b.Helper()
	packages := make([]*Package, len(data))
	var wg sync.WaitGroup
	next := make(chan int)
	for range workers {
		wg.Go(func() {
			for i := range next {
				p, err := s.Add(b.Context(), hashes[i], opener(data[i]))
				if err != nil {
					b.Error(err)
					return
				}
				packages[i] = p
			}
		})
	}
	for i := range data {
		next <- i
	}
	close(next)
	wg.Wait()
	return packages
}

func perFile(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchPackages*benchFiles), "µs/file")
}

func BenchmarkAdd(b *testing.B) {
	data, hashes := benchSet(b)
	for _, workers := range []int{1, 2, 4, 8, 16} {
		b.Run("by"+strconv.Itoa(workers), func(b *testing.B) {
			dir := b.TempDir()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				addAll(b, openStore(b, filepath.Join(dir, strconv.Itoa(i)), Limits{}), workers, data, hashes)
			}
			perFile(b)
		})
	}
}

func BenchmarkFind(b *testing.B) {
	s := newStore(b)
	p := add(b, s, sample(1, benchFiles)...)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := s.Find(p.Integrity); !ok {
			b.Fatal("lost")
		}
	}
}

func BenchmarkTree(b *testing.B) {
	data, hashes := benchSet(b)
	s := newStore(b)
	var entries []Entry
	for i, p := range addAll(b, s, 4, data, hashes) {
		entries = append(entries, Entry{Path: "node_modules/p" + strconv.Itoa(i), Package: p})
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Tree(b.Context(), "t"+strconv.Itoa(i), entries, nil); err != nil {
			b.Fatal(err)
		}
	}
	perFile(b)
}

// BenchmarkBare is what the disk and the system calls cost without us.
func BenchmarkBare(b *testing.B) {
	dir := b.TempDir()
	body := make([]byte, 4000)
	for i := 0; b.Loop(); i++ {
		for p := range benchPackages {
			sub := filepath.Join(dir, strconv.Itoa(i), strconv.Itoa(p))
			if err := os.MkdirAll(sub, 0o755); err != nil {
				b.Fatal(err)
			}
			for f := range benchFiles {
				if err := os.WriteFile(filepath.Join(sub, strconv.Itoa(f)), body, 0o444); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	perFile(b)
}
