package crypto

import (
	"slices"
	"strconv"
	"strings"
)

// spec is what OpenSSL says of a cipher. Lengths are in bytes.
type spec struct {
	name, mode string // the mode as getCipherInfo names it
	nid        int    // OpenSSL's number for it
	key, iv    int
	block      int // 1 for what works like a stream
}

// authenticated reports whether the cipher makes a tag.
func (s *spec) authenticated() bool {
	return s.mode == "gcm" || s.mode == "ccm" || s.mode == "ocb" || s.name == "chacha20-poly1305"
}

// needsTagLength reports whether authTagLength has no default.
func (s *spec) needsTagLength() bool { return s.mode == "ccm" || s.mode == "ocb" }

// aesModes are the modes of AES in the order of the columns of aesNumbers.
var aesModes = [...]string{"ecb", "cbc", "ofb", "cfb", "cfb1", "cfb8", "ctr", "gcm", "ccm", "ocb", "wrap", "wrap-pad"}

// aesNumbers are OpenSSL's numbers of AES with keys of 128, 192 and 256 bits.
var aesNumbers = [...][len(aesModes)]int{
	{418, 419, 420, 421, 650, 653, 904, 895, 896, 958, 788, 897},
	{422, 423, 424, 425, 651, 654, 905, 898, 899, 959, 789, 900},
	{426, 427, 428, 429, 652, 655, 906, 901, 902, 960, 790, 903},
}

// otherSpecs are triple DES with two keys and with three, and ChaCha20.
func otherSpecs() []spec {
	return []spec{
		{"des-ede", "ecb", 32, 16, 0, 8}, {"des-ede-cbc", "cbc", 43, 16, 8, 8},
		{"des-ede-cfb", "cfb", 60, 16, 8, 1}, {"des-ede-ofb", "ofb", 62, 16, 8, 1},
		{"des-ede3", "ecb", 33, 24, 0, 8}, {"des-ede3-cbc", "cbc", 44, 24, 8, 8},
		{"des-ede3-cfb", "cfb", 61, 24, 8, 1}, {"des-ede3-ofb", "ofb", 63, 24, 8, 1},
		{"des-ede3-cfb1", "cfb", 658, 24, 8, 1}, {"des-ede3-cfb8", "cfb", 659, 24, 8, 1},
		{"chacha20", "stream", 1019, 32, 16, 0}, {"chacha20-poly1305", "stream", 1018, 32, 12, 0},
	}
}

// findCipher finds a cipher by any of OpenSSL's names for it, in any case.
func findCipher(name string) (*spec, bool) {
	name = strings.ToLower(name)
	switch name {
	case "des3":
		name = "des-ede3-cbc"
	case "des-ede-ecb", "des-ede3-ecb":
		name = strings.TrimSuffix(name, "-ecb")
	}
	for _, s := range otherSpecs() {
		if s.name == name {
			return &s, true
		}
	}
	name, isID := strings.CutPrefix(name, "id-")
	rest, ok := strings.CutPrefix(name, "aes")
	if !ok {
		return nil, false
	}
	rest = strings.TrimPrefix(rest, "-")
	if len(rest) < 3 {
		return nil, false
	}
	size, mode := slices.Index([]string{"128", "192", "256"}, rest[:3]), strings.TrimPrefix(rest[3:], "-")
	if mode == "" {
		mode = "cbc" // aes128
	}
	column := slices.Index(aesModes[:], mode)
	if size < 0 || column < 0 || isID && column < slices.Index(aesModes[:], "gcm") {
		return nil, false
	}
	return aesSpec(size, column), true
}

func aesSpec(size, column int) *spec {
	bits, mode := strconv.Itoa(128+64*size), aesModes[column]
	s := &spec{"aes-" + bits + "-" + mode, mode, aesNumbers[size][column], 16 + 8*size, 16, 1}
	switch mode {
	case "ecb":
		s.iv, s.block = 0, 16
	case "cbc":
		s.block = 16
	case "cfb1", "cfb8":
		s.mode = "cfb"
	case "gcm", "ccm":
		s.name, s.iv = "id-aes"+bits+"-"+mode, 12
	case "ocb":
		s.iv, s.block = 12, 16
	case "wrap":
		s.name, s.mode, s.iv, s.block = "id-aes"+bits+"-wrap", "wrap", 8, 8
	case "wrap-pad":
		s.name, s.mode, s.iv, s.block = "id-aes"+bits+"-wrap-pad", "wrap", 4, 8
	}
	return s
}

// cipherByNumber finds a cipher by OpenSSL's number.
func cipherByNumber(nid int) (*spec, bool) {
	for size, row := range aesNumbers {
		if column := slices.Index(row[:], nid); column >= 0 {
			return aesSpec(size, column), true
		}
	}
	for _, s := range otherSpecs() {
		if s.nid == nid {
			return &s, true
		}
	}
	return nil, false
}

// cipherNames are what getCiphers lists.
func cipherNames() []string {
	var names []string
	for size := range aesNumbers {
		bits := strconv.Itoa(128 + 64*size)
		for _, mode := range aesModes[:10] {
			names = append(names, "aes-"+bits+"-"+mode)
		}
		names = append(names, "aes"+bits, "aes"+bits+"-wrap", "id-aes"+bits+"-CCM", "id-aes"+bits+"-GCM",
			"id-aes"+bits+"-wrap", "id-aes"+bits+"-wrap-pad")
	}
	for _, s := range otherSpecs() {
		names = append(names, s.name)
	}
	names = append(names, "des-ede-ecb", "des-ede3-ecb", "des3")
	slices.Sort(names)
	return names
}

// isLegacyCipher names the families of ciphers that OpenSSL 3 has put away or that we have not, by their first part.
func isLegacyCipher(name string) bool {
	family, _, _ := strings.Cut(strings.ToLower(name), "-")
	family = strings.TrimRight(family, "0123456789")
	return slices.Contains([]string{"aes", "aria", "bf", "blowfish", "camellia", "cast", "cast5", "des", "desx", "idea", "rc",
		"seed", "sm"}, family)
}
