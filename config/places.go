package config

import (
	"fmt"
	"os"
	"path/filepath"
)

// Locations are the places gatehouse reads and writes.
type Locations struct {
	Config string // the configuration file
}

// Places finds the default locations: $XDG_CONFIG_HOME/gatehouse/config.toml,
// or the platform's own folder for user configuration.
func Places() (Locations, error) {
	folder := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) { // a relative one is to be ignored (XDG Base Directory Specification)
		var err error
		if folder, err = platformFolder(); err != nil {
			return Locations{}, fmt.Errorf("find the folder for configuration files: %w; set HOME, or name a file by --config", err)
		}
	}
	return Locations{Config: filepath.Join(folder, "gatehouse", "config.toml")}, nil
}

// platformFolder is os.UserConfigDir, which on some platforms fails on the
// relative variable that is to be ignored.
func platformFolder() (string, error) {
	if folder, err := os.UserConfigDir(); err == nil {
		return folder, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".config"), nil
}
