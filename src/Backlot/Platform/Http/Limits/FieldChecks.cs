namespace Backlot.Platform.Http.Limits;

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

    /// <summary>What is wrong with one field alone.</summary>
    /// <exception cref="Refusal">422: it does not hold.</exception>
    public static void Demand(bool condition, string field, string message)
    {
        var check = new FieldChecks();
        check.Require(condition, field, message);
        check.Throw();
    }

    /// <exception cref="Refusal">422, with all that was found.</exception>
    public void Throw()
    {
        if (_errors.Count > 0)
            throw Refusal.Invalid(_errors);
    }
}
