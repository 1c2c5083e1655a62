using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Backlot.Platform.Secrets;

/// <summary>Encrypts what is secret in the key ring of Data Protection, under a key of its own from the root key.</summary>
internal sealed class RootKeyXmlEncryptor(RootKey root) : IXmlEncryptor
{
    internal const string KeyId = "root", Place = "data_protection_keys", Purpose = "data protection keys v1";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", SealedText.Seal(root.Derive(Purpose), KeyId, Encoding.UTF8.GetBytes(plaintextElement.ToString()), Place)),
        typeof(RootKeyXmlDecryptor));
}

/// <summary>Made by the framework, by the name that stands in the XML.</summary>
internal sealed class RootKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <exception cref="SecretUnreadable">It was changed, or encrypted under another root key.</exception>
    public XElement Decrypt(XElement encryptedElement)
    {
        var root = services.GetRequiredService<RootKey>();
        var opened = SealedText.Parse(encryptedElement.Value).Open(root.Derive(RootKeyXmlEncryptor.Purpose), RootKeyXmlEncryptor.Place);
        return XElement.Parse(Encoding.UTF8.GetString(opened));
    }
}
