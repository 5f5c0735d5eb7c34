namespace MedTrain.Data.Cache;

/// <summary>The cache folder cannot be used: full, read-only, or changed while in use.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class CacheException(string message, Exception? inner = null) : Exception(message, inner);
