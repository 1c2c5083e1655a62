using System.Reflection;

namespace Backlot.Platform.Http.OpenApi;

/// <summary>A record that is sent as the body of a request. Public and a class, so that its limits are seen.</summary>
public interface IRequestBody<TSelf> where TSelf : IRequestBody<TSelf>
{
    /// <summary>One that the server takes, shown by the API document.</summary>
    static abstract TSelf Example { get; }
}

/// <summary>Finds them.</summary>
internal static class RequestBody
{
    public static bool Is(Type type) =>
        type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequestBody<>));

    /// <returns>Null when it is none.</returns>
    public static object? ExampleOf(Type type) =>
        Is(type) ? type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) : null;
}
