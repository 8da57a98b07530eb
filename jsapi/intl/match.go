package intl

import (
	"io/fs"
	"regexp"
	"strings"
)

// home is the region that a language's data is for, where it is recorded without one.
var home = map[string]string{
	"en": "US", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "pl": "PL", "pt": "BR", "nl": "NL", "sv": "SE", "da": "DK", "nb": "NO", "fi": "FI",
	"cs": "CZ", "sk": "SK", "hu": "HU", "ro": "RO", "ru": "RU", "uk": "UA", "tr": "TR", "el": "GR", "ja": "JP", "zh": "CN", "ko": "KR",
}

// scripted are tags with a script, and what they are the same as.
var scripted = map[string]string{"zh-Hans": "zh", "zh-Hans-CN": "zh", "zh-Hant": "zh-TW", "zh-Hant-TW": "zh-TW"}

var tagShape = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z\d]{5,8}|\d[A-Za-z\d]{3}))*(-[A-WY-Za-wy-z\d](-[A-Za-z\d]{2,8})+)*(-x(-[A-Za-z\d]{1,8})+)?$`)

// canonical returns a language tag in the case that RFC 5646 §2.1.1 has it, and whether it is one.
func canonical(tag string) (string, bool) {
	if !tagShape.MatchString(tag) {
		return "", false
	}
	words := strings.Split(strings.ToLower(tag), "-")
	for i, w := range words {
		if len(w) == 1 { // an extension; the rest is lower case
			break
		}
		switch {
		case i == 0:
		case len(w) == 2:
			words[i] = strings.ToUpper(w)
		case len(w) == 4 && w[0] > '9':
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "-"), true
}

// match returns the tag without extensions and the name of its data, "" where there is none.
func match(tag string) (plain, data string) {
	plain = tag
	for i, w := range strings.Split(tag, "-") {
		if i > 0 && len(w) == 1 {
			plain, _, _ = strings.Cut(tag, "-"+w+"-")
			break
		}
	}
	if same, ok := scripted[plain]; ok {
		return plain, same
	}
	language, region, _ := strings.Cut(plain, "-")
	name := plain
	if region != "" && home[language] == region {
		name = language
	}
	if _, err := fs.Stat(files, "locales/"+name+".json.gz"); err != nil {
		return plain, ""
	}
	return plain, name
}
