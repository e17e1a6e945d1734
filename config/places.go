package config

import (
	"fmt"
	"os"
	"path/filepath"
)

// Locations are the places gatehouse reads and writes.
type Locations struct {
	Config     string // the configuration file
	TokenCache string // the file of tokens that runs share where told to, "" if there is no folder for it
}

// Places finds the default locations: $XDG_CONFIG_HOME/gatehouse/config.toml
// and $XDG_CACHE_HOME/gatehouse/tokens.json, or the platform's own folders for
// these two.
func Places() (Locations, error) {
	settings, err := userFolder("XDG_CONFIG_HOME", os.UserConfigDir, ".config")
	if err != nil {
		return Locations{}, fmt.Errorf("find the folder for configuration files: %w; set HOME, or name a file by --config", err)
	}
	places := Locations{Config: filepath.Join(settings, "gatehouse", "config.toml")}
	if cache, err := userFolder("XDG_CACHE_HOME", os.UserCacheDir, ".cache"); err == nil {
		places.TokenCache = filepath.Join(cache, "gatehouse", "tokens.json")
	}
	return places, nil
}

// userFolder is the folder that a variable names, or the platform's. A relative
// one is to be ignored (XDG Base Directory Specification); on some platforms
// the standard library fails on it instead.
func userFolder(variable string, platform func() (string, error), inHome string) (string, error) {
	if folder := os.Getenv(variable); filepath.IsAbs(folder) {
		return folder, nil
	}
	if folder, err := platform(); err == nil {
		return folder, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, inHome), nil
}
