using MedTrain.Learning.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Models;

/// <summary>
/// A network of the table: an image or volume <c>[N, C, (D,) H, W]</c> becomes feature maps, pooled features, and an output.
/// </summary>
public abstract class Network : Block
{
    private Module<Tensor, Tensor>? head, dropout;

    /// <summary>Begins a network; the derived constructor adds the layers and then calls <see cref="AddHead"/>.</summary>
    /// <exception cref="ArgumentException">The options are impossible.</exception>
    protected Network(string name, NetworkOptions options, NetworkAnatomy anatomy)
        : base(name)
    {
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException($"{name}: {problem}", nameof(options));
        }

        if (anatomy.FixedSize?.Any(side => side < anatomy.MinimumSize) ?? false)
        {
            var given = string.Join(", ", anatomy.FixedSize);
            throw new ArgumentException(
                $"{name} needs images with sides of at least {anatomy.MinimumSize}, not [{given}].", nameof(options));
        }

        (Options, Anatomy, Ops) = (options, anatomy, new SpatialOps(options.Dims));
    }

    /// <summary>What the network was built for; <see cref="NetworkOptions.Outputs"/> follows <see cref="ReplaceHead"/>.</summary>
    public NetworkOptions Options { get; private set; }

    /// <summary>Where the parts are.</summary>
    public NetworkAnatomy Anatomy { get; }

    /// <summary>
    /// The last layer: pooled features <c>[N, FeatureCount]</c> (or maps, see <see cref="NetworkAnatomy.HeadReadsMaps"/>) to logits.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network reconstructs its input and has no head.</exception>
    public Module<Tensor, Tensor> Head => head ?? throw new InvalidOperationException($"{GetName()} has no head.");

    /// <summary>Makes layers for this network's dimensions.</summary>
    protected SpatialOps Ops { get; }

    /// <summary>Feature maps <c>[N, channels, (d,) h, w]</c>, the maps that class activation maps weigh.</summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public Tensor Features(Tensor input)
    {
        using var scope = NewDisposeScope();
        Check(input.shape);
        return Maps(input).MoveToOuterDisposeScope();
    }

    /// <summary>Pooled features <c>[N, FeatureCount]</c>, what the head reads.</summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public Tensor PooledFeatures(Tensor input)
    {
        using var scope = NewDisposeScope();
        Check(input.shape);
        return Embed(input).MoveToOuterDisposeScope();
    }

    /// <summary>Pooled features of a batch with its tabular context, for a network that joins them.</summary>
    /// <param name="input">Images <c>[N, C, (D,) H, W]</c>.</param>
    /// <param name="context">Encoded columns <c>[N, T]</c>; null for networks that read images only.</param>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public virtual Tensor PooledFeatures(Tensor input, Tensor? context) => PooledFeatures(input);

    /// <summary>The output for a batch with its tabular context, for a network that joins them.</summary>
    /// <param name="input">Images <c>[N, C, (D,) H, W]</c>.</param>
    /// <param name="context">Encoded columns <c>[N, T]</c>; null for networks that read images only.</param>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public virtual Tensor Call(Tensor input, Tensor? context) => call(input);

    /// <summary>
    /// The output for a batch, of the kind that <see cref="NetworkAnatomy.Output"/> says; scores are logits <c>[N, outputs]</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        Check(input.shape);
        return Score(input).MoveToOuterDisposeScope();
    }

    /// <summary>The output with those of the auxiliary heads, which only exist in training mode.</summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public virtual NetworkOutputs TrainingOutputs(Tensor input) => new(call(input), []);

    /// <summary>
    /// What the reference implementation returns, in its order and form, to be compared with it; the same as <c>forward</c> for most
    /// networks.
    /// </summary>
    /// <exception cref="ArgumentException">The input does not suit the network.</exception>
    public virtual IReadOnlyList<Tensor> ReferenceOutputs(Tensor input) => [call(input)];

    /// <summary>
    /// Gives the network a freshly initialised head with another number of outputs, on the same device and in the same type; auxiliary
    /// heads likewise.
    /// </summary>
    /// <remarks>Build the optimizer afterwards: the old head's parameters are gone.</remarks>
    /// <exception cref="ArgumentException">The number of outputs is below 1.</exception>
    public void ReplaceHead(int outputs)
    {
        var options = Options with { Outputs = outputs };
        if (options.Problem() is { } problem)
        {
            throw new ArgumentException($"{GetName()}: {problem}", nameof(outputs));
        }

        head = Replace(Anatomy.Head, Head, CreateHead(outputs));
        foreach (var path in Anatomy.AuxiliaryHeads)
        {
            Replace(path, AuxiliaryHead(path), CreateAuxiliaryHead(path, outputs));
        }

        Options = options;
    }

    /// <summary>
    /// Lets training compute the outermost blocks again in the backward pass instead of remembering what they computed.
    /// </summary>
    /// <returns>How many blocks; 0 for networks that are one chain of layers.</returns>
    public int RecomputeBlocks()
    {
        Block[] blocks = [.. OutermostBlocks(this)];
        foreach (var block in blocks)
        {
            block.IsRecomputed = true;
        }

        return blocks.Length;
    }

    /// <summary>Takes the head away: the network is then a part of another, which reads its pooled features.</summary>
    internal void RemoveHead()
    {
        Place<Module>(Anatomy.Head, null!);
        head?.Dispose();
        head = null;
    }

    /// <summary>The parameters of a stage, with their keys.</summary>
    /// <exception cref="ArgumentException">There is no such stage.</exception>
    public IEnumerable<(string Key, Parameter Parameter)> StageParameters(string stage)
    {
        var names = string.Join(", ", Anatomy.Stages.Select(part => part.Name));
        var part = Anatomy.Stages.FirstOrDefault(part => part.Name == stage)
            ?? throw new ArgumentException($"{GetName()} has no stage '{stage}'. Its stages are {names}.", nameof(stage));
        return named_parameters().Where(entry => part.Holds(entry.name));
    }

    /// <summary>
    /// What is wrong with an input shape <c>[N, C, (D,) H, W]</c> as a sentence that says what the network needs, or null.
    /// </summary>
    public string? InputProblem(IReadOnlyList<long> shape)
    {
        var needs = $"{GetName()} ({(int)Options.Dims}D) needs a batch {Needs()}";
        var given = $"got [{string.Join(", ", shape)}]";
        if (shape.Count != (int)Options.Dims + 2)
        {
            return $"{needs}; {given}, which has {Math.Max(0, shape.Count - 2)} spatial axes. Choose model.dims to suit the images.";
        }

        if (shape[1] != Options.InputChannels)
        {
            return $"{needs}; {given}, which has {shape[1]} channels. Choose the input channels to suit the images.";
        }

        if (Anatomy.FixedSize is { } size)
        {
            return shape.Skip(2).SequenceEqual(size)
                ? null
                : $"{needs}; {given}. Resize or crop the images, or build the network for their size.";
        }

        var remedy = Anatomy.SizeMultiple > 1 ? "images padded or resized to such sides"
            : "larger images, or a network with fewer reductions";
        return shape.Skip(2).All(side => side >= Anatomy.MinimumSize && side % Anatomy.SizeMultiple == 0)
            ? null
            : $"{needs}; {given}. Use {remedy}.";
    }

    /// <summary>The layers from input to feature maps.</summary>
    protected abstract Tensor Maps(Tensor input);

    /// <summary>
    /// Feature maps <c>[N, channels, (d,) h, w]</c> to pooled features <c>[N, FeatureCount]</c>; by default the mean of each map.
    /// </summary>
    protected virtual Tensor Pool(Tensor maps) => Ops.GlobalAverage(maps);

    /// <summary>
    /// Input to pooled features; for networks whose head does not read the maps alone (a class token) this is not <c>Pool(Maps(input))</c>.
    /// </summary>
    protected virtual Tensor Embed(Tensor input) => Pool(Maps(input));

    /// <summary>Makes the layer that turns pooled features into logits, initialised by the reference's rule.</summary>
    protected virtual Module<Tensor, Tensor> CreateHead(int outputs) => Linear(Anatomy.FeatureCount, outputs);

    /// <summary>Makes the layer of <see cref="NetworkAnatomy.AuxiliaryHeads"/> with that path.</summary>
    /// <exception cref="InvalidOperationException">The network has no auxiliary heads.</exception>
    protected virtual Module<Tensor, Tensor> CreateAuxiliaryHead(string path, int outputs) =>
        throw new InvalidOperationException($"{GetName()} has no auxiliary heads.");

    /// <summary>
    /// The layer of <see cref="NetworkAnatomy.AuxiliaryHeads"/> with that path; look it up at each use, for it may be replaced.
    /// </summary>
    protected Module<Tensor, Tensor> AuxiliaryHead(string path) => (Module<Tensor, Tensor>)ModuleTree.Find(this, path);

    /// <summary>Input to output.</summary>
    protected virtual Tensor Score(Tensor input) => Classify(Embed(input));

    /// <summary>Pooled features to logits: drops features as the options or the reference say, and applies the head.</summary>
    protected Tensor Classify(Tensor pooled)
    {
        if (dropout is not null)
        {
            return Head.call(dropout.call(pooled));
        }

        return Head.call(Options.Dropout is > 0 and { } probability ? functional.dropout(pooled, probability, training) : pooled);
    }

    /// <summary>
    /// Adds the dropout before the head, at a path; the probability is the reference's unless the options say otherwise.
    /// </summary>
    protected void AddDropout(string path, double probability) => Place(path, dropout = Dropout(Options.Dropout ?? probability));

    /// <summary>
    /// Adds the head at its path in <see cref="NetworkAnatomy.Head"/>. To be called once, where the reference has the head.
    /// </summary>
    protected void AddHead() => Place(Anatomy.Head, head = CreateHead(Options.Outputs));

    /// <summary>Adds the layer of <see cref="NetworkAnatomy.AuxiliaryHeads"/> with that path.</summary>
    protected void AddAuxiliaryHead(string path) => Place(path, CreateAuxiliaryHead(path, Options.Outputs));

    /// <summary>Refuses an input that does not suit the network.</summary>
    /// <exception cref="ArgumentException">It does not; the message says what the network needs.</exception>
    protected void Check(long[] shape)
    {
        if (InputProblem(shape) is { } problem)
        {
            throw new ArgumentException(problem);
        }
    }

    private static IEnumerable<Block> OutermostBlocks(Module module) => module.children().SelectMany(child =>
        child is Block block and not Network ? block.parameters().Any() ? [block] : [] : OutermostBlocks(child));

    private Module<Tensor, Tensor> Replace(string path, Module<Tensor, Tensor> old, Module<Tensor, Tensor> fresh)
    {
        var like = parameters().First();
        fresh = fresh.to(like.device, like.dtype);
        fresh.train(training);
        Place<Module>(path, null!);
        Place(path, fresh);
        old.Dispose();
        return fresh;
    }

    private string Needs()
    {
        var axes = Options.Dims == SpatialDims.Two ? "H, W" : "D, H, W";
        return Anatomy switch
        {
            { FixedSize: { } size } => $"[N, {Options.InputChannels}, {string.Join(", ", size)}]",
            { SizeMultiple: > 1 and var step } =>
                $"[N, {Options.InputChannels}, {axes}] with sides of at least {Anatomy.MinimumSize} that are multiples of {step}",
            _ => $"[N, {Options.InputChannels}, {axes}] with sides of at least {Anatomy.MinimumSize}",
        };
    }
}
