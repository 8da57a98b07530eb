package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestForms has forms that Go's mime/multipart wrote read by Response.formData, and forms that FormData wrote read by Go; and damaged
// ones, which must be refused with a TypeError or read, and end.
func TestForms(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := []string{"", "a", "zażółć", "\r\n", "--", "\r\n--", "=\"'\\;", " \t", "\x00", "name", "\r\n\r\n", "%22%0D%0A", "👍", ":", "--x--"}
	random := func(avoid string) string {
		var s strings.Builder
		for range r.IntN(5) {
			s.WriteString(texts[r.IntN(len(texts))])
		}
		return strings.Map(func(c rune) rune {
			if strings.ContainsRune(avoid, c) {
				return '_'
			}
			return c
		}, s.String())
	}
	type form struct {
		Type, Body string // in base64
		want       [][3]string
	}
	var forms []form
	for range 300 {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		var f form
		for range r.IntN(4) {
			name, value := random("\r\n\\\"\x00%"), random("")
			if r.IntN(2) == 0 {
				file := random("\r\n\\\"\x00%/")
				part, err := w.CreateFormFile(name, file)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = part.Write([]byte(value)) // to memory
				f.want = append(f.want, [3]string{name, value, "file " + file})
				continue
			}
			_ = w.WriteField(name, value) // as above
			f.want = append(f.want, [3]string{name, value, "text"})
		}
		_ = w.Close() // as above
		f.Type, f.Body = w.FormDataContentType(), base64.StdEncoding.EncodeToString(b.Bytes())
		forms = append(forms, f)
		damaged := bytes.Clone(b.Bytes())
		for range 1 + r.IntN(3) {
			if at := r.IntN(len(damaged)); r.IntN(2) == 0 {
				damaged[at] = "\r\n-\";:="[r.IntN(7)]
			} else {
				damaged = append(damaged[:at], damaged[min(len(damaged), at+r.IntN(9)):]...)
			}
			if len(damaged) == 0 {
				break
			}
		}
		forms = append(forms, form{Type: f.Type, Body: base64.StdEncoding.EncodeToString(damaged)})
	}
	asked, err := json.Marshal(forms)
	if err != nil {
		t.Fatal(err)
	}
	text := evaluate(t, `const out = [];
		for (const { Type, Body } of `+string(asked)+`) {
			try {
				const form = await new Response(Buffer.from(Body, 'base64'), { headers: { 'Content-Type': Type } }).formData();
				const list = [];
				for (const [name, v] of form) list.push(typeof v === 'string' ? [name, v, 'text'] : [name, await v.text(), 'file ' + v.name]);
				const again = new Response(form);
				list.push([again.headers.get('content-type'), Buffer.from(await again.arrayBuffer()).toString('base64'), 'again']);
				out.push(list);
			} catch (e) { out.push(e.name); }
		}
		return JSON.stringify(out);`)
	var got []json.RawMessage
	if err := json.Unmarshal([]byte(text), &got); err != nil || len(got) != len(forms) {
		t.Fatalf("%v, %d of %d", err, len(got), len(forms))
	}
	refused := 0
	for i, f := range forms {
		var list [][3]string
		if string(got[i]) == `"TypeError"` && i%2 == 1 {
			refused++
			continue
		}
		if err := json.Unmarshal(got[i], &list); err != nil || len(list) == 0 {
			t.Fatalf("form %d: %s", i, got[i])
		}
		read, again := list[:len(list)-1], list[len(list)-1]
		if i%2 == 0 {
			if diff := cmp.Diff(f.want, append([][3]string(nil), read...)); diff != "" {
				t.Errorf("form %d (-want +got):\n%s", i, diff)
			}
		}
		if err := readForm(again[0], again[1], read); err != nil {
			t.Errorf("form %d, written again: %v", i, err)
		}
	}
	if refused < 50 {
		t.Errorf("%d of %d damaged forms are refused", refused, len(forms)/2)
	}
}

// readForm has Go read what FormData has written; line breaks in names and values of text are CR LF there, as HTML wants it.
func readForm(contentType, body string, want [][3]string) error {
	raw, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return err
	}
	_, boundary, ok := strings.Cut(contentType, "boundary=")
	if !ok {
		return fmt.Errorf("the type is %q", contentType)
	}
	reader := multipart.NewReader(bytes.NewReader(raw), boundary)
	for _, w := range want {
		part, err := reader.NextRawPart()
		if err != nil {
			return err
		}
		var value bytes.Buffer
		if _, err := value.ReadFrom(part); err != nil {
			return err
		}
		expected := w[1]
		if w[2] == "text" {
			expected = strings.NewReplacer("\r\n", "\r\n", "\r", "\r\n", "\n", "\r\n").Replace(expected)
		}
		if strings.ToValidUTF8(value.String(), "\uFFFD") != expected { // text() is that of a file which is none
			return fmt.Errorf("%q, want %q", value.String(), expected)
		}
	}
	if _, err := reader.NextRawPart(); err == nil {
		return fmt.Errorf("there are more than %d parts", len(want))
	}
	return nil
}
