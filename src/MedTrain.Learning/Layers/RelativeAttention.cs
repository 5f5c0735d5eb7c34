using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedTrain.Learning.Layers;

/// <summary>
/// Multi-head attention of the positions of one window among themselves, with a learnt bias for each distance between two positions. It
/// reads groups of tokens <c>[groups, positions, C]</c>, or maps <c>[N, C, (D,) H, W]</c> of which the whole is one window.
/// </summary>
/// <remarks>Dai et al., CoAtNet, https://arxiv.org/abs/2106.04803; Tu et al., MaxViT, https://arxiv.org/abs/2204.01697.</remarks>
public sealed class RelativeAttention : Block, ICountedLayer
{
    private readonly Shape shape;
    private readonly Form form;
    private readonly Module<Tensor, Tensor> qkv, proj;
    private readonly long heads, positions;

    /// <summary>Makes the layers.</summary>
    /// <param name="ops">Makes the 1×1 convolutions that are used on maps.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="form">How the reference arranges and names its parts.</param>
    public RelativeAttention(SpatialOps ops, Shape shape, Form form)
        : base(nameof(RelativeAttention))
    {
        (this.shape, this.form) = (shape, form);
        heads = shape.Width / shape.HeadWidth;
        positions = shape.Window.Aggregate((a, b) => a * b);
        qkv = Place(form.Qkv, form.OnMaps ? ops.Conv(shape.Inputs, 3 * shape.Width, 1) : Linear(shape.Inputs, 3 * shape.Width));
        var distances = shape.Window.Select(side => (2 * side) - 1).ToArray();
        Learn(form.Table, init.normal_(
            empty(form.TableByHead ? [heads, .. distances] : [distances.Aggregate((a, b) => a * b), heads]), 0, 0.02));
        register_buffer("relative_position_index", tensor(Windows.RelativePositions(shape.Window), [positions, positions]),
            persistent: form.SavesIndex);
        proj = Place(form.Proj, form.OnMaps ? ops.Conv(shape.Width, shape.Outputs, 1) : Linear(shape.Width, shape.Outputs));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        using var scope = NewDisposeScope();
        if (!form.OnMaps)
        {
            return proj.call(Attend(qkv.call(input))).MoveToOuterDisposeScope();
        }

        var mixed = qkv.call(input).flatten(2).transpose(1, 2); // [N, positions, 3 width]
        var attended = Attend(mixed).transpose(1, 2).unflatten(2, shape.Window); // [N, width, (D,) H, W]
        return proj.call(attended).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public long Macs(Tensor input, Tensor output)
    {
        var groups = input.shape[0];
        return 2 * groups * positions * positions * shape.Width; // scores, then the weighted mean of the values
    }

    private Tensor Attend(Tensor mixed)
    {
        var (groups, each) = (mixed.shape[0], shape.HeadWidth);
        var parts = form.HeadsFirst
            ? mixed.view(groups, positions, heads, 3, each).permute(3, 0, 2, 1, 4).unbind(0)
            : mixed.view(groups, positions, 3, heads, each).permute(2, 0, 3, 1, 4).unbind(0); // 3 × [groups, heads, positions, each]
        var scale = Math.Pow(form.ScaledByWidth ? shape.Width : each, -0.5);
        var scores = (parts[0] * scale).matmul(parts[1].transpose(-2, -1)) + Bias(); // [groups, heads, positions, positions]
        return scores.softmax(-1).matmul(parts[2]).transpose(1, 2).reshape(groups, positions, shape.Width);
    }

    private Tensor Bias()
    {
        var index = get_buffer("relative_position_index")!;
        return form.TableByHead
            ? Learnt(form.Table).flatten(1).index_select(1, index.t().flatten()).view(heads, positions, positions)
            : Learnt(form.Table).index_select(0, index.flatten()).view(positions, positions, heads).permute(2, 0, 1);
    }

    /// <summary>The sizes of an attention.</summary>
    /// <param name="Inputs">Channels that it reads.</param>
    /// <param name="Width">Channels of queries, keys and values, a multiple of <paramref name="HeadWidth"/>.</param>
    /// <param name="Outputs">Channels that it gives.</param>
    /// <param name="HeadWidth">Channels of one head.</param>
    /// <param name="Window">Sides of the window, one for each axis.</param>
    public sealed record Shape(long Inputs, long Width, long Outputs, long HeadWidth, long[] Window);

    /// <summary>How a reference arranges and names the parts.</summary>
    /// <param name="Qkv">Key of the layer that makes queries, keys and values.</param>
    /// <param name="Table">Key of the bias table.</param>
    /// <param name="Proj">Key of the last layer.</param>
    /// <param name="OnMaps">The layers are 1×1 convolutions on maps.</param>
    /// <param name="HeadsFirst">Queries, keys and values of one head lie beside each other; else all heads' queries, then all keys.</param>
    /// <param name="ScaledByWidth">Scores are divided by the root of the whole width; else of one head's.</param>
    /// <param name="TableByHead">The table is <c>[heads, distances…]</c> by key minus query; else <c>[distances, heads]</c> by query minus
    /// key.</param>
    /// <param name="SavesIndex">The fixed table of relative positions is part of the state dict.</param>
    public sealed record Form(
        string Qkv, string Table, string Proj, bool OnMaps = false, bool HeadsFirst = false, bool ScaledByWidth = false,
        bool TableByHead = false, bool SavesIndex = false);
}
