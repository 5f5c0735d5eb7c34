using static TorchSharp.torch;

namespace MedTrain.Learning.Models;

/// <summary>
/// A network of the table that reads several views of a case, tabular context, or both: the views lie behind each other in the channels and
/// go through the same layers one by one; their pooled features and the context are joined before one linear head.
/// </summary>
public sealed class JoinedNetwork : Network
{
    private const string ImagePath = "image", HeadPath = "joined_head";

    private readonly int views, context;

    /// <summary>Joins.</summary>
    /// <param name="image">The network for one view; loses its head.</param>
    /// <param name="views">Views of a case.</param>
    /// <param name="context">Numbers of tabular context.</param>
    /// <exception cref="ArgumentException">The network's head reads more than pooled features.</exception>
    public JoinedNetwork(Network image, int views, int context)
        : base(image.GetName(), image.Options with { InputChannels = image.Options.InputChannels * views }, Anatomise(image, views, context))
    {
        (Image, this.views, this.context) = (Child(ImagePath, image), views, context);
        image.RemoveHead();
        AddHead();
    }

    /// <summary>The network for one view, without a head.</summary>
    public Network Image { get; }

    /// <summary>Why a network cannot be joined, as a sentence; null when it can.</summary>
    public static string? Problem(Network image) => image.Anatomy is { HeadReadsMaps: false, Output: NetworkOutput.Scores, AuxiliaryHeads.Count: 0 }
        ? null
        : $"{image.GetName()} cannot be joined with context or further views: its head reads more than one vector of features. "
            + "Choose another model, such as resnet18 or densenet121.";

    /// <inheritdoc/>
    public override Tensor Call(Tensor input, Tensor? context)
    {
        using var scope = NewDisposeScope();
        return Classify(PooledFeatures(input, context)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor PooledFeatures(Tensor input, Tensor? context)
    {
        using var scope = NewDisposeScope();
        Check(input.shape);
        var features = input.chunk(views, 1).Select(view => Image.PooledFeatures(view)).ToList(); // [N, F] each
        if (this.context > 0)
        {
            // Without context it is that of the average case: encoded numbers have mean 0.
            features.Add((context ?? zeros([input.shape[0], this.context], device: input.device)).to_type(features[0].dtype));
        }

        return cat(features, 1).MoveToOuterDisposeScope(); // [N, views * F + context]
    }

    /// <inheritdoc/>
    protected override Tensor Maps(Tensor input) => Image.Features(input.chunk(views, 1)[0]);

    /// <inheritdoc/>
    protected override Tensor Embed(Tensor input) => PooledFeatures(input, null);

    private static NetworkAnatomy Anatomise(Network image, int views, int context)
    {
        if (Problem(image) is { } problem) { throw new ArgumentException(problem, nameof(image)); }

        var inner = image.Anatomy;
        NetworkStage Inside(NetworkStage stage) => new(stage.Name, [.. stage.Modules.Select(path => $"{ImagePath}.{path}")]);
        var stages = inner.Stages.Select(stage => new NetworkStage(stage.Name, [.. stage.Modules.Where(path => path != inner.Head)]))
            .Where(stage => stage.Modules.Count > 0 && stage.Name != "head").Select(Inside);
        return inner with
        {
            FirstLayer = $"{ImagePath}.{inner.FirstLayer}",
            Head = HeadPath,
            CamLayer = $"{ImagePath}.{inner.CamLayer}",
            FeatureCount = (inner.FeatureCount * views) + context,
            Stages = [.. stages, new("head", HeadPath)],
        };
    }
}
