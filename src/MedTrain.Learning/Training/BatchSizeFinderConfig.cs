using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace MedTrain.Learning.Training;

/// <summary>The <c>training.batch_size_finder:</c> block.</summary>
public sealed record BatchSizeFinderConfig
{
    /// <summary>Share of the memory that may be used.</summary>
    [Description("Share of the machine's memory (or of what this job may use of it) that tensors may take. On a CUDA card sizes are tried until one fails.")]
    [Range(0.01, 1.0)]
    public double MemoryShare { get; init; } = 0.8;

    /// <summary>The largest batch that is tried; 0 for the images of an optimizer step.</summary>
    [Description("The largest batch to try. Above batch_size × accumulate, sizes double, and optimizer steps have more images than configured. "
        + "0 = batch_size × accumulate.")]
    [Range(0, 65_536)]
    public int Largest { get; init; }

    /// <summary>The sizes to try, ascending: divisors of an optimizer step's images, then doublings of it.</summary>
    /// <param name="step">Images of an optimizer step.</param>
    internal IReadOnlyList<int> Sizes(int step)
    {
        var most = Largest > 0 ? Largest : step;
        var divisors = Enumerable.Range(Math.Min(2, step), step).Where(size => size <= step && step % size == 0); // one image has no batch statistics
        var doublings = Enumerable.Range(1, 16).Select(power => (long)step << power).Where(size => size <= most).Select(size => (int)size);
        return [.. divisors.Where(size => size <= most), .. doublings];
    }
}
