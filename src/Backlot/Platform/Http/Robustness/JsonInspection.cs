using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Backlot.Platform.Http.Robustness;

/// <summary>Reads a body once, before anything is made of it, for what readers of JSON disagree on or choke on.</summary>
internal sealed class JsonInspection
{
    public const int DeepestLevel = 32, LongestArray = 10_000;

    private readonly Stack<Level> _levels = new();

    /// <exception cref="Refusal">400: a field twice, text that is none, a number out of every range. 422: a list too long.</exception>
    /// <exception cref="JsonException">It is no JSON, or too deep.</exception>
    public void Inspect(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            throw new Refusal(400, "body.unreadable", "The body is not UTF-8: send it in that encoding.");
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestLevel });
        while (reader.Read())
            Look(ref reader);
    }

    private void Look(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = TextOf(ref reader);
                if (!_levels.Peek().Enter(name))
                    throw new Refusal(400, "field.duplicate", $"The field '{name}' stands there twice: keep one of them.", [new(Pointer(), $"{name}: it stands there twice.")]);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                return;
        }
        if (_levels.TryPeek(out var list) && list.IsArray && !list.EnterNext())
        {
            _levels.Pop();      // the list itself is at fault
            throw Refusal.Invalid(new FieldError(Pointer(), $"A list in the body is too long: send at most {LongestArray} items."));
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _levels.Push(new(reader.TokenType == JsonTokenType.StartArray));
                break;
            case JsonTokenType.String:
                TextOf(ref reader);
                break;
            case JsonTokenType.Number when !reader.TryGetDouble(out var number) || !double.IsFinite(number):
                throw new Refusal(400, "field.invalid", "A number in the body is beyond all that can be counted with.");
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        // What is wrong with text can only be written as an escape.
        if (!reader.ValueIsEscaped)
            return reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() ?? "" : "";
        try
        {
            if (reader.GetString() is { } text && !text.Contains('\0'))
                return text;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
        }
        throw new Refusal(400, "text.invalid", "A text in the body holds a NUL or half a character (a lone surrogate): leave it out.");
    }

    /// <summary>Where it reads now (RFC 6901).</summary>
    private string Pointer() => string.Concat(_levels.Reverse().Select(level => "/" + level.At.Replace("~", "~0").Replace("/", "~1")));

    /// <summary>An object or a list that is being read.</summary>
    private sealed class Level(bool isArray)
    {
        private readonly HashSet<string>? _names = isArray ? null : new(StringComparer.Ordinal);
        private int _items;

        public bool IsArray => isArray;

        /// <summary>The field or the item that is being read.</summary>
        public string At { get; private set; } = "";

        /// <returns>Whether there is only one of this name.</returns>
        public bool Enter(string name)
        {
            At = name;
            return _names?.Add(name) ?? false;
        }

        /// <returns>Whether there is room for it.</returns>
        public bool EnterNext()
        {
            At = _items.ToString(CultureInfo.InvariantCulture);
            return ++_items <= LongestArray;
        }
    }
}
