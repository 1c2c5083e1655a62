using Backlot.Platform;

namespace Backlot.Channels.Albums;

/// <summary>Collects what is wrong with a request, so that its sender is told everything at once.</summary>
internal sealed class FieldChecks
{
    private const long LargestSeed = (1L << 53) - 1;        // what every JSON reader keeps exactly
    private readonly List<FieldError> _errors = [];

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            _errors.Add(new("/" + field, $"{field}: {message}"));
    }

    public void Text(string? text, string field, int longest)
    {
        if (text is not null)
            Require(text.Trim().Length is > 0 && text.Length <= longest && !text.Any(char.IsControl), field,
                $"write 1 to {longest} characters without line breaks.");
    }

    public void Seed(long? seed) => Require(seed is null or (>= 0 and <= LargestSeed), "seed", $"it is {seed}; choose 0 to {LargestSeed}.");

    /// <exception cref="Refusal">422, with all that was found.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
            throw Refusal.Invalid(_errors);
    }
}
