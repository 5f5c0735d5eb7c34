using MedTrain.Learning.Training;
using MedTrain.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Runs;

/// <summary>The processor a run uses, set up as the config asks.</summary>
internal sealed class TrainingMachine
{
    // A step of resnet18 holds about 260 numbers for each pixel of its batch, of densenet121 700, of simple-cnn 100.
    private const long BytesOfAPixel = 200 * sizeof(float);
    private const long MostFetched = 256L << 20;

    /// <summary>Sets the threads and chooses the device.</summary>
    /// <exception cref="RunFolderException">CUDA was asked for and there is none.</exception>
    public TrainingMachine(TrainingConfig config)
    {
        Require(config);
        set_num_threads(config.Threads > 0 ? config.Threads : Environment.ProcessorCount);
        var extras = TorchExtras.Current;
        Device = config.Device != TrainingDevice.Cpu && extras.HasCuda ? CUDA : CPU;
        if (Device.type == DeviceType.CUDA)
        {
            extras.SetTensorFloat32(config.TensorFloat32);
        }
    }

    /// <summary>Begins to fetch the memory that the first training step will need, while the network and its batches are made.</summary>
    /// <param name="image">The shape of one image, <c>[C, (D,) H, W]</c>.</param>
    /// <param name="batchSize">How many images a step sees.</param>
    public void FetchMemory(IReadOnlyList<long> image, int batchSize)
    {
        if (Device.type == DeviceType.CPU)
        {
            TorchExtras.Current.FetchMemory(Math.Min(MostFetched, batchSize * image.Skip(1).Aggregate(BytesOfAPixel, (product, size) => product * size)));
        }
    }

    /// <summary>Says what is missing before anything long is begun. Only who asks for CUDA waits here until libtorch is loaded.</summary>
    /// <exception cref="RunFolderException">CUDA or a precision was asked for and there is none.</exception>
    public static void Require(TrainingConfig config)
    {
        if (config.Precision != Precision.Fp32 && !TorchExtras.Current.IsSupported(TorchFeature.Autocast))
        {
            throw new RunFolderException(
                $"training.precision is {config.Precision.ToString().ToLowerInvariant()}, but medtrain was built over a provider of tensors "
                + $"('{TorchExtras.Current.Provider}') that has no autocast. Use precision: fp32, or build with -p:TorchProvider=system.");
        }

        if (config.Device == TrainingDevice.Cuda && !TorchExtras.Current.HasCuda)
        {
            throw new RunFolderException("training.device is cuda, but libtorch sees no CUDA GPU here ('medtrain doctor' shows what it sees). Use device: cpu or auto.");
        }
    }

    /// <summary>Where networks are trained.</summary>
    public Device Device { get; }
}
