using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>One deterministic operation on an image; its properties are its options in the experiment file.</summary>
public abstract record PreprocessingStep
{
    /// <summary>Number to raise when the same options begin to give other voxels: cached images of the old version are then made anew.</summary>
    internal virtual int Version => 1;

    /// <summary>Applies the step; the given image stays as it is.</summary>
    /// <param name="volume">The image, voxels [Z, Y, X]; 2D images have Z = 1.</param>
    /// <returns>The new image; a point in mm shows the same anatomy as before.</returns>
    /// <exception cref="PreprocessingException">The step does not fit this image.</exception>
    public abstract Volume Apply(Volume volume);

    /// <summary>What is wrong with the options, as (key, message).</summary>
    /// <returns>Nothing when the step can be used.</returns>
    internal virtual IEnumerable<(string Key, string Message)> Problems() => [];
}
