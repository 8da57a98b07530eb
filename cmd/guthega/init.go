package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/guthega/guthega/jsapi"
)

// scaffold holds the files of a new receiver: those that every one has, and one folder a language. NAME stands for the
// package's name.
//
//go:embed scaffold
var scaffold embed.FS

func initCommand(std stdio, v *viper.Viper) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Scaffold a receiver package, with its config and a test message",
		Long: `Write a receiver package into DIR, which is made if need be: the handler, its package.json, a receiver config, a test
message, and the types for editors. No file that is there already is touched.`,
		Example: `  guthega init orders
  guthega init --typescript orders && cd orders && guthega invoke --receiver receiver.json --file message.json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("give the folder to write to: %s DIR; see '%s --help'", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			language := "javascript"
			typescript, err := strconv.ParseBool(v.GetString("typescript"))
			if err != nil {
				return fmt.Errorf("%s is %q: use true or false", envName("typescript"), v.GetString("typescript"))
			}
			if typescript {
				language = "typescript"
			}
			if err := writeScaffold(args[0], language); err != nil {
				return err
			}
			cd := ""
			if filepath.Clean(args[0]) != "." {
				cd = "  cd " + shellWord(args[0]) + "\n"
			}
			_, err = fmt.Fprintf(std.out, "%s is ready. Try it:\n\n%s  guthega invoke --receiver receiver.json --file message.json\n",
				args[0], cd)
			return err
		},
	}
	cmd.Flags().Bool("typescript", false, "write the receiver in TypeScript")
	return cmd
}

// writeScaffold writes all files or, where one is there already, none.
func writeScaffold(dir, language string) error {
	name := packageName(dir)
	files := map[string]string{"guthega.d.ts": jsapi.Types}
	for _, part := range []string{"common", language} {
		root := "scaffold/" + part
		err := fs.WalkDir(scaffold, root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(scaffold, path)
			rel := strings.TrimPrefix(path, root+"/")
			files[rel] = strings.ReplaceAll(string(text), "NAME", name)
			return err
		})
		if err != nil {
			return err
		}
	}
	var there []error
	for file := range files {
		if _, err := os.Lstat(filepath.Join(dir, file)); !errors.Is(err, fs.ErrNotExist) {
			there = append(there, fmt.Errorf("%s is there already", filepath.Join(dir, file)))
		}
	}
	if len(there) > 0 {
		return fmt.Errorf("nothing was written: %w", errors.Join(there...))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// shellWord quotes s for a POSIX shell where need be.
func shellWord(s string) string {
	if regexp.MustCompile(`^[\w./@+-]+$`).MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// notInNames matches what an npm package name does not have.
var notInNames = regexp.MustCompile(`[^a-z0-9._-]+`)

// packageName makes an npm package name of a folder's.
func packageName(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	name := strings.Trim(notInNames.ReplaceAllString(strings.ToLower(filepath.Base(abs)), "-"), "-._")
	if name == "" {
		return "receiver"
	}
	return name
}
