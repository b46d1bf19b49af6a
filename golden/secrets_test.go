package golden

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// secrets are what a literal secret looks like.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(?:account|sharedaccess)key=[^;\s"'<]`),
	regexp.MustCompile(`[?&]sig=[A-Za-z0-9%+/]{8}`),
	regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY`),
	regexp.MustCompile(`\b[A-Za-z0-9+/]{86}==`),
	regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\.`),
	// A value after such a name, but no expression, reference or description.
	regexp.MustCompile(`(?i)"?\b(?:password|passwd|pwd|secret|accountKey|accessKey|clientSecret|token)"?\s*[:=]\s*["'][^"'\[$ ]{4,}["']`),
}

// TestNoSecretIsPrinted reads every output and every message of the goldens:
// none holds a literal secret.
func TestNoSecretIsPrinted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==;", "https://a.blob.core.windows.net/c?sv=1&sig=abcdefgh%3D",
		"-----BEGIN RSA PRIVATE KEY-----", strings.Repeat("Ab1+", 21) + "ab==", `"password": "hunter22"`, `accountKey: 'abcdef'`,
		"eyJhbGciOiJIUzI1NiIs.eyJzdWIiOiIxMjM0NTY3.x",
	} {
		if found(text) == "" {
			t.Errorf("%q is not taken for a secret", text)
		}
	}
	files := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".go") || entry.Name() == "intent.yaml" {
			return err
		}
		files++
		text, err := os.ReadFile(path)
		if secret := found(string(text)); secret != "" {
			t.Errorf("%s: %s", path, secret)
		}
		return err
	})
	if err != nil || files < 800 {
		t.Errorf("%d files, %v", files, err)
	}
}

func found(text string) string {
	for _, secret := range secrets {
		if s := secret.FindString(text); s != "" {
			return s
		}
	}
	return ""
}

// TestUpdateRefusesInCI: what CI compares with, it does not write first.
func TestUpdateRefusesInCI(t *testing.T) {
	t.Parallel()
	if *update {
		t.Skip("runs this program again")
	}
	const file = "minimal/main.bicep"
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"^TestGolden$/^minimal$", "^TestErrors$/^BG001-file-too-large$"} {
		cmd := exec.Command(os.Args[0], "-test.run", name, "-update")
		cmd.Env = append(os.Environ(), "CI=true")
		if text, err := cmd.CombinedOutput(); err == nil || !bytes.Contains(text, []byte("not rewritten in CI")) {
			t.Errorf("%s: %v: %s", name, err, text)
		}
	}
	if after, err := os.Stat(file); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the golden was written: %v", err)
	}
}
