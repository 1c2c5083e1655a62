using System.Security.Cryptography;
using System.Text.Json;
using Backlot.Generation.Orders;

namespace Backlot.Generation.Answers;

/// <summary>Something to be asked once.</summary>
/// <param name="OrderId">Whose order it is: what was paid for it is its cost.</param>
/// <param name="SubjectId">What is asked about.</param>
/// <param name="What">In a word, at most 40 letters.</param>
/// <param name="Provider">Who is asked.</param>
/// <param name="Content">All that is sent, or what it is made from: another content is another question.</param>
/// <param name="Prompt">As people read it.</param>
/// <param name="IsAnew">An answer that another order got does not count.</param>
/// <param name="For">Whose cost it is, too, and what may be spent on that; null for nobody's.</param>
internal sealed record Intent(
    Guid OrderId, Guid SubjectId, string What, string Provider, string Content, string Prompt, bool IsAnew = false, OrderContext? For = null)
{
    /// <summary>The same for the same question.</summary>
    public string KeyFor(ModelChoice model)
    {
        var question = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string[]>([$"{SubjectId}", model.Model, Content]));
        return $"answer/{Provider}/{What}/{Convert.ToHexStringLower(question)}";
    }
}
