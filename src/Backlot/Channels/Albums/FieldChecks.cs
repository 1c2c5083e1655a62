using Backlot.Platform;

namespace Backlot.Channels.Albums;

/// <summary>Collects what is wrong with a request beyond the limits of its single fields, so that its sender is told
/// everything at once.</summary>
internal sealed class FieldChecks
{
    private readonly List<FieldError> _errors = [];

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            _errors.Add(new("/" + field, $"{field}: {message}"));
    }

    /// <exception cref="Refusal">422, with all that was found.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
            throw Refusal.Invalid(_errors);
    }
}
