using MedTrain.Data.Imaging;

namespace MedTrain.Data.Preprocessing;

/// <summary>
/// A step that a native library does. <see cref="PreprocessingPipeline.Apply"/> hands it to a worker process
/// (<see cref="Imaging.Workers.DecodeWorkers.Apply"/>), where a crash costs one image.
/// </summary>
public abstract record WorkerStep : PreprocessingStep
{
    /// <summary>Checks that an image is one for the step, in any process.</summary>
    /// <exception cref="PreprocessingException">It is not.</exception>
    internal abstract void Require(Volume volume);
}
