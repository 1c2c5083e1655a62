using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>What a field of a request may hold, said once: the server refuses what breaks it
/// (<see cref="RequestLimits"/>), and the API document shows it.</summary>
/// <remarks>On a list or a dictionary it limits each of the elements, unless it <see cref="LimitsCollections"/>.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public abstract class LimitAttribute : Attribute
{
    /// <summary>Whether it is about the whole of a list or dictionary, not about what is in it.</summary>
    public virtual bool LimitsCollections => false;

    /// <summary>What is wrong with a value, as a sentence without its beginning, the field's name; null when nothing is.</summary>
    /// <param name="value">Never null: whether there must be one is said by the field's type.</param>
    /// <param name="services">For limits that are settings.</param>
    public abstract string? Fault(object value, IServiceProvider services);

    /// <summary>Writes the limit into the field's JSON Schema.</summary>
    public abstract void Describe(OpenApiSchema schema, IServiceProvider services);
}
