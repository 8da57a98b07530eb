package services

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestElasticsearch(t *testing.T) {
	s, err := StartElasticsearch(t.Context())
	demand(t, err)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	resp, err := http.Post("http://"+s.Address+"/things/_doc/1?refresh=true", "application/json", strings.NewReader(`{"a":"ż"}`))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusCreated || resp.Header.Get("X-Elastic-Product") != "Elasticsearch" {
		t.Errorf("%s, %v, %s", resp.Status, err, text)
	}
	_ = resp.Body.Close()
}
