using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Backlot.Platform.Secrets;

/// <summary>Keeps the key ring of ASP.NET Core Data Protection in the database, so that what one server protects, another
/// can read, also after a restart.</summary>
/// <remarks>The framework's package for it wants Entity Framework's own set on the context; this is all there is to it.</remarks>
internal sealed class DataProtectionKeys(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var read = database.CreateCommand("select xml from data_protection_keys order by created_at, id");
        using var rows = read.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
            keys.Add(XElement.Parse(rows.GetString(0)));
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var store = database.CreateCommand("insert into data_protection_keys (friendly_name, xml) values ($1, $2)");
        store.Parameters.Add(new() { Value = friendlyName });
        store.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        store.ExecuteNonQuery();
    }
}
