using System.Security.Cryptography;
using System.Text;

namespace MedTrain.Data.Privacy;

/// <summary>A secret key that turns identifiers into pseudonyms: equal identifiers into equal ones, and nobody without the key back.</summary>
public sealed class PseudonymKey
{
    private const int KeyBytes = 32;
    private const int ShownBytes = 8;

    private readonly byte[] key;

    private PseudonymKey(byte[] key) => this.key = key;

    /// <summary>The key file of this machine's user: <c>$MEDTRAIN_PSEUDONYM_KEY</c>, else <c>medtrain/pseudonym.key</c> in the config folder.</summary>
    public static string DefaultPath
    {
        get
        {
            if (Environment.GetEnvironmentVariable("MEDTRAIN_PSEUDONYM_KEY") is { Length: > 0 } given)
            {
                return given;
            }
            var config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return Path.Combine(config, "medtrain", "pseudonym.key");
        }
    }

    /// <summary>Reads a key file, or makes one that only its owner may read.</summary>
    /// <param name="path">The file: 64 hexadecimal digits.</param>
    /// <exception cref="InvalidDataException">The file holds no key.</exception>
    public static PseudonymKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            using var writer = new StreamWriter(path, options);
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        }
        var text = File.ReadAllText(path).Trim();
        return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            ? Of(text)
            : throw new InvalidDataException($"{path} holds no pseudonym key ({2 * KeyBytes} hexadecimal digits); name another file, or move it away to have one made");
    }

    /// <summary>The key of hexadecimal digits.</summary>
    public static PseudonymKey Of(string hex) => new(Convert.FromHexString(hex));

    /// <summary>The key as hexadecimal digits, for a worker process.</summary>
    internal string ToHex() => Convert.ToHexStringLower(key);

    /// <summary>The pseudonym of an identifier: a prefix and 16 hexadecimal digits of its HMAC-SHA256.</summary>
    /// <param name="prefix">What kind of thing it is, such as P for a patient; kinds have different pseudonyms.</param>
    /// <param name="identifier">The identifier.</param>
    public string PseudonymOf(string prefix, string identifier) =>
        prefix + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{prefix}\n{identifier}")).AsSpan(0, ShownBytes));
}
