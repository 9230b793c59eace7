"""Settings: which one wins, and what a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.settings import DEFAULT_BASE_URL, Settings, load_settings


def test_flags_win_over_environment_over_file_over_defaults(tmp_path):
    """A flag beats the environment, which beats the file, which beats the default."""
    file = tmp_path / "summarizer.toml"
    file.write_text('model = "from-file"\nattempts = 2\nrpm = 10\n', encoding="utf-8")
    environ = {"SUMMARIZER_MODEL": "from-environment", "SUMMARIZER_ATTEMPTS": "3"}
    settings = load_settings({"model": "from-flag", "rpm": None}, environ=environ, file=file)
    assert (settings.model, settings.attempts, settings.rpm, settings.concurrency) == ("from-flag", 3, 10, 16)
    assert settings.origins == {
        "model": "--model",
        "attempts": "SUMMARIZER_ATTEMPTS",
        "rpm": f"{file}, rpm",
    }


def test_the_openai_names_are_read_and_give_way(tmp_path, monkeypatch):
    """OPENAI_API_KEY and OPENAI_BASE_URL are understood; the program's own names win over them."""
    monkeypatch.chdir(tmp_path)
    environ = {"OPENAI_API_KEY": "sk-invented", "OPENAI_BASE_URL": "http://localhost:1/v1/"}
    settings = load_settings(environ=environ)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "sk-invented"
    assert settings.endpoint == "http://localhost:1/v1"
    assert load_settings(environ={**environ, "SUMMARIZER_BASE_URL": "http://h/v1"}).endpoint == "http://h/v1"


def test_without_anything_no_model_is_configured(tmp_path, monkeypatch):
    """An empty environment and no file mean: no language model, and OpenAI's address."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environ={"OPENAI_API_KEY": ""})
    assert not settings.configured
    assert settings.endpoint == DEFAULT_BASE_URL
    assert load_settings(environ={"OPENAI_BASE_URL": "http://localhost:1/v1"}).configured


def test_a_file_in_the_current_folder_is_found(tmp_path, monkeypatch):
    """``summarizer.toml`` is read from the current folder; hyphens may stand for underscores."""
    monkeypatch.chdir(tmp_path)
    Path("summarizer.toml").write_text('budget-usd = 1.5\ncache_dir = "~/answers"\n', encoding="utf-8")
    settings = load_settings(environ={})
    assert settings.budget_usd == 1.5
    assert settings.cache_dir == Path("~/answers").expanduser()


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"SUMMARIZER_BUGDET_USD": "1"}, ["SUMMARIZER_BUGDET_USD", "budget_usd"]),
        ({"SUMMARIZER_BUDGET_USD": "-1"}, ["SUMMARIZER_BUDGET_USD", "greater than or equal to 0"]),
        ({"SUMMARIZER_BUDGET_USD": "nan"}, ["SUMMARIZER_BUDGET_USD", "finite"]),
        ({"SUMMARIZER_MODE": "magic"}, ["SUMMARIZER_MODE", "json_schema"]),
        ({"SUMMARIZER_BASE_URL": "localhost:11434"}, ["SUMMARIZER_BASE_URL", "http://localhost:11434/v1"]),
        ({"SUMMARIZER_BASE_URL": "https://me:pw@host/v1"}, ["SUMMARIZER_BASE_URL", "api_key"]),
        ({"SUMMARIZER_INPUT_USD_PER_MTOK": "1"}, ["output_usd_per_mtok"]),
        ({"SUMMARIZER_ORIGINS": "{}"}, ["no setting"]),
    ],
)
def test_a_mistake_is_one_line_that_names_setting_and_origin(environ, says, tmp_path, monkeypatch):
    """An unknown setting or a value that does not fit is told in one line, with where it came from."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        load_settings(environ=environ)
    message = str(caught.value)
    assert "\n" not in message
    assert all(part in message for part in says), message


def test_a_missing_or_broken_file_is_told(tmp_path):
    """A settings file that was named must be there and must be TOML."""
    with pytest.raises(UsageError, match="no such settings file"):
        load_settings(environ={}, file=tmp_path / "absent.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("model = ", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read as TOML"):
        load_settings(environ={}, file=broken)


def test_a_key_is_never_shown(tmp_path, monkeypatch):
    """Neither printing the settings, nor dumping them, nor an error about them shows the key."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environ={"OPENAI_API_KEY": "sk-invented"})
    assert "sk-invented" not in repr(settings) + settings.model_dump_json() + str(settings)
    with pytest.raises(UsageError) as caught:
        load_settings({"api_key": ["sk-invented"]}, environ={})
    assert "sk-invented" not in str(caught.value)


def test_settings_can_be_made_directly():
    """A caller of the library can write settings down without environment or file."""
    assert Settings(model="m", base_url="http://127.0.0.1:8080/v1").endpoint == "http://127.0.0.1:8080/v1"
