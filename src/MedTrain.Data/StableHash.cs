using System.Text;

namespace MedTrain.Data;

/// <summary>Hashes of texts that are equal on every machine and in every run, for random streams that belong to a named thing.</summary>
public static class StableHash
{
    /// <summary>64-bit FNV-1a over the text's UTF-8 bytes.</summary>
    /// <param name="text">The text, such as a patient id.</param>
    /// <returns>The hash.</returns>
    public static long Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }
        return (long)hash;
    }
}
