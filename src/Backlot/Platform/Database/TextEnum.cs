using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Backlot.Platform.Database;

/// <summary>States are text in the database and in the API, in one spelling: <c>GeneratingMusic</c> is
/// <c>generating_music</c> in both.</summary>
public static class TextEnum
{
    /// <summary>Stores the enum as its snake_case name.</summary>
    public static PropertyBuilder<T> IsText<T>(this PropertyBuilder<T> property) where T : struct, Enum =>
        property.HasConversion(new ValueConverter<T, string>(value => Name(value), text => Parse<T>(text)));

    /// <inheritdoc cref="IsText{T}(PropertyBuilder{T})"/>
    public static PropertyBuilder<T?> IsText<T>(this PropertyBuilder<T?> property) where T : struct, Enum =>
        property.HasConversion(new ValueConverter<T, string>(value => Name(value), text => Parse<T>(text)));

    public static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T Parse<T>(string text) where T : struct, Enum =>
        Enum.Parse<T>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
