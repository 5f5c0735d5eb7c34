using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MedTrain.Learning.Baselines;
using MedTrain.Learning.Pretrained;

namespace MedTrain.Learning.Models;

/// <summary>The <c>model:</c> block of an experiment file.</summary>
public sealed record ModelConfig
{
    /// <summary>Name in <c>ModelTable</c>.</summary>
    [Description("The network; 'medtrain models list' shows the names.")]
    public required string Name { get; init; }

    /// <summary>Spatial dimensions of the network; as the preprocessed images have when absent.</summary>
    [Description("2 for images, 3 for volumes (default: as the preprocessed images are).")]
    [Range(2, 3)]
    public int? Dims { get; init; }

    /// <summary>Weights to begin with.</summary>
    [Description("Weights to begin with: a safetensors, PyTorch or TorchSharp file, FILE#part of a checkpoint, naming@FILE, "
        + "or a name of a weights folder's catalogue: name@FOLDER (default: random initial weights).")]
    public string? Pretrained { get; init; }

    /// <summary>Whether all pretrained weights must fit.</summary>
    [Description("Refuse pretrained weights that do not all fit the network, except for the head; false loads what fits.")]
    public bool Strict { get; init; } = true;

    /// <summary>How many numbers of the parameters must come from the pretrained weights.</summary>
    [Description("How many of the network's parameters must come from the pretrained weights or the pretraining (the log says the number); "
        + "any other number is refused. Default: not counted.")]
    [Range(1, long.MaxValue)]
    public long? TransferredParameters { get; init; }

    /// <summary>How 2D weights become 3D ones.</summary>
    [Description("How 2D weights are used in a 3D network: none refuses them; centre puts each filter into the middle slice; "
        + "average spreads it over all slices.")]
    public Inflation Inflate { get; init; }

    /// <summary>Dropout before the head; the network's own when absent.</summary>
    [Description("Probability with which a pooled feature is dropped before the head in training (default: as the network's paper says).")]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double? Dropout { get; init; }

    /// <summary>Columns of the manifest that the head reads beside the image's features.</summary>
    [Description("Columns of the manifest, such as age, sex and site, that the head reads beside the features of the image.")]
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>How a linear baseline is fitted.</summary>
    [Description("Of linear-svm, logistic-regression and linear-regression: how they are fitted.")]
    public BaselineConfig? Baseline { get; init; }
}
