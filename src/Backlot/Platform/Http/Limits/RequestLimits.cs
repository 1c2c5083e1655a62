using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Backlot.Platform.Http.OpenApi;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Backlot.Platform.Http.Limits;

/// <summary>Holds every request to the <see cref="LimitAttribute"/>s of its fields and parameters before its handler runs,
/// and tells everything that is wrong at once.</summary>
internal sealed class RequestLimits(IServiceProvider services, IOptions<JsonOptions> json)
{
    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;
    private readonly ConcurrentDictionary<JsonPropertyInfo, LimitAttribute[]> _limits = new();

    /// <summary>For the group of all routes.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var limits = context.ApplicationServices.GetRequiredService<RequestLimits>();
        var checks = context.MethodInfo.GetParameters().Index().Select(p => limits.CheckOf(p.Item, p.Index))
            .OfType<Action<EndpointFilterInvocationContext>>().ToList();
        checks.InsertRange(0, context.MethodInfo.GetParameters().Index().Where(p => Nullable.GetUnderlyingType(p.Item.ParameterType) is not null)
            .Select(p => Readable(p.Item.Name ?? "", p.Index)));
        return checks.Count == 0 ? next : invocation =>
        {
            checks.ForEach(check => check(invocation));
            return next(invocation);
        };
    }

    /// <summary>What is wrong with a request's body, each by its place in it.</summary>
    public List<FieldError> FaultsOf(object body)
    {
        var faults = new List<FieldError>();
        Look(body, "", [], faults);
        return faults;
    }

    /// <summary>Those of a field, written at its property or at the constructor's parameter that fills it.</summary>
    public static IEnumerable<LimitAttribute> Of(JsonPropertyInfo field) =>
        Of(field.AttributeProvider).Concat(Of(field.AssociatedParameter?.AttributeProvider));

    public static IEnumerable<LimitAttribute> Of(ICustomAttributeProvider? member) =>
        member?.GetCustomAttributes(typeof(LimitAttribute), inherit: true).Cast<LimitAttribute>() ?? [];

    /// <summary>Generated code takes an optional parameter that it cannot read for one that is not there, and answers 400 without a word.</summary>
    private static Action<EndpointFilterInvocationContext> Readable(string name, int index) => invocation =>
    {
        if (invocation.Arguments[index] is null && invocation.HttpContext.Request.Query.TryGetValue(name, out var given) && given is [{ Length: > 0 } text, ..])
            throw new Refusal(400, "bad-request", $"The request cannot be read: {name} is '{text}'.");
    };

    private Action<EndpointFilterInvocationContext>? CheckOf(ParameterInfo parameter, int index)
    {
        if (RequestBody.Is(parameter.ParameterType))
            return invocation =>
            {
                if (invocation.Arguments[index] is { } body && FaultsOf(body) is { Count: > 0 } faults)
                    throw Refusal.Invalid(faults);
            };
        LimitAttribute[] limits = [.. Of(parameter)];
        return limits.Length == 0 ? null : invocation =>
        {
            var fault = invocation.Arguments[index] is { } value
                ? limits.Select(limit => limit.Fault(value, services)).FirstOrDefault(f => f is not null) : null;
            if (fault is not null)      // an address that is out of its range names nothing
                throw invocation.HttpContext.GetRouteValue(parameter.Name ?? "") is not null ? Refusal.NotFound() : new Refusal(400, $"{JsonNamingPolicy.KebabCaseLower.ConvertName(parameter.Name ?? "parameter")}.invalid", $"{parameter.Name}: {fault}");
        };
    }

    private void Look(object? value, string pointer, IReadOnlyList<LimitAttribute> limits, List<FieldError> faults)
    {
        switch (value)
        {
            case null:
                Add(faults, pointer, "it is null; leave it out or give a value.");
                break;
            case IDictionary entries when Holds(limits.Where(l => l.LimitsCollections), value, pointer, faults):
                foreach (DictionaryEntry entry in entries)
                {
                    var at = $"{pointer}/{Escape(entry.Key.ToString() ?? "")}";
                    if (Holds(limits.Where(l => l is TextAttribute), entry.Key, at, faults))
                        Look(entry.Value, at, [.. limits.Where(l => !l.LimitsCollections)], faults);
                }
                break;
            case not (string or IDictionary) and IEnumerable items when Holds(limits.Where(l => l.LimitsCollections), value, pointer, faults):
                foreach (var (i, item) in items.Cast<object?>().Index())
                    Look(item, $"{pointer}/{i}", [.. limits.Where(l => !l.LimitsCollections)], faults);
                break;
            case string or ValueType:
                Holds(limits, value, pointer, faults);
                break;
            case not IEnumerable:
                Fields(value, pointer, faults);
                break;
        }
    }

    private void Fields(object value, string pointer, List<FieldError> faults)
    {
        foreach (var field in _json.GetTypeInfo(value.GetType()).Properties)
            if (field.Get?.Invoke(value) is { } inside)
                Look(inside, $"{pointer}/{Escape(field.Name)}", _limits.GetOrAdd(field, static f => [.. Of(f)]), faults);
            // Most of these the reader has refused. But from a stream it lets null through to what is no parameter of the constructor.
            else if (field is { Get: not null, Set: not null, IsSetNullable: false })
                Look(null, $"{pointer}/{Escape(field.Name)}", [], faults);
    }

    private bool Holds(IEnumerable<LimitAttribute> limits, object value, string pointer, List<FieldError> faults)
    {
        if (limits.Select(limit => limit.Fault(value, services)).FirstOrDefault(f => f is not null) is not { } fault)
            return true;
        Add(faults, pointer, fault);
        return false;
    }

    private static void Add(List<FieldError> faults, string pointer, string fault) =>
        faults.Add(new(pointer, $"{pointer[1..].Replace('/', '.')}: {fault}"));

    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");
}
