package intl

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
)

//go:embed locales
var files embed.FS

//go:embed words.json.gz
var wordsFile []byte

//go:embed zones.txt
var zonesText string

// locale is what testdata/record.js says of one.
type locale struct {
	Tables    []string          `json:"tables"`
	Dates     map[string]string `json:"dates"`  // by the letters of weekday, era, year, month, day
	Glue      map[string]string `json:"glue"`   // what stands between such a date and a time
	Times     map[string]string `json:"times"`  // by the letters of hour, minute, second, the hour cycle, and the zone\'s name
	Styles    map[string]string `json:"styles"` // by the first letters of dateStyle and timeStyle, and the hour cycle
	Zone      []string          `json:"zone"`   // what stands before and after a date that has a zone
	Fraction  string            `json:"fraction"`
	HourCycle string            `json:"hourCycle"`
	Number    json.RawMessage   `json:"number"`
	Zones     struct {
		Names map[string]map[string][2]string `json:"names"` // by zones, and offset in minutes: short and long
		GMT   string                          `json:"gmt"`   // UTC+5:30 in the short form
		West  string                          `json:"west"`  // UTC-3:30 in the long form
		None  []string                        `json:"none"`  // UTC in both
	} `json:"zones"`

	zoneNames map[string]map[string][2]string // by one zone
}

// Data is what the VMs of a process share: locales, read when first used. It is safe for concurrent use.
type Data struct {
	mu      sync.Mutex
	locales map[string]*locale
	zones   func() map[string]string
	spoken  func() map[string]json.RawMessage // what testdata/words.js says of each locale
}

// New makes a Data; nothing is read before it is needed.
func New() *Data {
	return &Data{locales: map[string]*locale{}, zones: sync.OnceValue(readZones), spoken: sync.OnceValue(readWords)}
}

// readZones maps each name of a zone, and the same in lower case, to the name that Node gives the zone.
func readZones() map[string]string {
	zones := map[string]string{}
	for line := range strings.Lines(zonesText) {
		names := strings.Fields(line)
		for _, n := range names {
			zones[n] = names[0]
			zones[strings.ToLower(n)] = names[0]
		}
	}
	return zones
}

// locale returns the data for a name from match. It panics when the file is damaged, which is a fault of the build.
func (d *Data) locale(name string) *locale {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l, ok := d.locales[name]; ok {
		return l
	}
	l, err := read(name)
	if err != nil {
		panic(fmt.Sprintf("intl: reading the locale %s: %v", name, err))
	}
	d.locales[name] = l
	return l
}

func read(name string) (*locale, error) {
	packed, err := files.ReadFile(path.Join("locales", name+".json.gz"))
	if err != nil {
		return nil, err
	}
	l := &locale{}
	if err := unpack(packed, l); err != nil {
		return nil, err
	}
	l.zoneNames = map[string]map[string][2]string{}
	for zones, names := range l.Zones.Names {
		for zone := range strings.FieldsSeq(zones) {
			l.zoneNames[zone] = names
		}
	}
	return l, nil
}

// unpack reads compressed JSON.
func unpack(packed []byte, into any) error {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func readWords() map[string]json.RawMessage {
	all := map[string]json.RawMessage{}
	if err := unpack(wordsFile, &all); err != nil {
		panic(fmt.Sprintf("intl: reading words.json.gz: %v", err))
	}
	return all
}

// words is the JSON of a locale's words, by a name from match.
func (d *Data) words(name string) string { return string(d.spoken()[name]) }
