using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MedTrain.Data.Imaging;
using MedTrain.Data.Preprocessing;

namespace MedTrain.Data.Cache;

/// <summary>How a cached image was made from its file: the reader, its options and the preprocessing. Equal recipes share cached images.</summary>
internal sealed class CacheRecipe
{
    /// <summary>Raise when a reader begins to give other voxels for the same file and options.</summary>
    private const int ReaderVersion = 1;

    public CacheRecipe(PreprocessingPipeline pipeline, ReadOptions options, StoredAs type)
    {
        Text = $"{{\"shard\":{ShardHeader.Version},\"type\":\"{type}\",\"reader\":{ReaderVersion},\"read\":{JsonSerializer.Serialize(options)},\"steps\":{pipeline.StoredCanonical}}}";
        Key = SHA256.HashData(Encoding.UTF8.GetBytes(Text));
    }

    /// <summary>The recipe as JSON, kept beside the shards for people.</summary>
    public string Text { get; }

    /// <summary>SHA-256 of the text.</summary>
    public byte[] Key { get; }

    /// <summary>Name of the folder that holds the shards of this recipe.</summary>
    public string FolderName => Convert.ToHexStringLower(Key)[..32];
}
