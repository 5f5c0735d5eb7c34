using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What an index means for one tensor: a view by its slices and single positions, and index tensors left to apply to that
/// view.</summary>
internal sealed class TensorSelection : IDisposable
{
    private readonly Tensor source;
    private readonly List<Tensor?> indices = [];
    private readonly List<Tensor> owned = [];

    internal TensorSelection(Tensor source, ReadOnlySpan<TensorIndex> entries)
    {
        this.source = source;
        View = source;
        Apply(entries);
    }

    /// <summary>The part of the source that slices and single positions leave.</summary>
    internal Tensor View { get; private set; }

    /// <summary>The index tensor of each dimension of the view, null for whole dimensions; empty when there is none at all.</summary>
    internal Tensor?[] Indices => indices.Exists(index => index is not null) ? [.. indices] : [];

    /// <summary>The view as a result of its own, which the selection no longer disposes.</summary>
    internal Tensor TakeView()
    {
        var result = ReferenceEquals(View, source) ? source.alias() : View;
        View = source;
        return result;
    }

    /// <summary>Disposes what was made on the way.</summary>
    public void Dispose()
    {
        Replace(source);
        owned.ForEach(tensor => tensor.Dispose());
    }

    private static int Consumed(TensorIndex entry) => entry.Kind switch
    {
        TensorIndex.Kinds.Single or TensorIndex.Kinds.Slice => 1,
        TensorIndex.Kinds.Tensor when IsMask(entry.Indices!) => (int)entry.Indices!.ndim,
        TensorIndex.Kinds.Tensor => 1,
        _ => 0,
    };

    private static bool IsMask(Tensor index) => index.dtype is ScalarType.Bool or ScalarType.Byte;

    private void Apply(ReadOnlySpan<TensorIndex> entries)
    {
        var left = (int)source.ndim;
        foreach (var entry in entries)
        {
            left -= Consumed(entry);
        }

        if (left < 0)
        {
            throw new ArgumentException(
                $"Too many indices ({source.ndim - left}) for a tensor of shape [{string.Join(", ", source.shape)}].");
        }

        foreach (var entry in entries)
        {
            Apply(entry, left);
        }
    }

    private void Apply(TensorIndex entry, int dimensionsOfEllipsis)
    {
        var dim = indices.Count;
        switch (entry.Kind)
        {
            case TensorIndex.Kinds.Single:
                Replace(View.select(dim, entry.Start!.Value));
                break;
            case TensorIndex.Kinds.Slice:
                if (entry is not { Start: null, Stop: null, Step: null })
                {
                    Replace(View.Slice(dim, entry.Start, entry.Stop, entry.Step ?? 1));
                }

                indices.Add(null);
                break;
            case TensorIndex.Kinds.Ellipsis:
                indices.AddRange(new Tensor?[dimensionsOfEllipsis]);
                break;
            case TensorIndex.Kinds.NewAxis:
                Replace(View.unsqueeze(dim));
                indices.Add(null);
                break;
            case TensorIndex.Kinds.Bool:
                Replace(View.unsqueeze(dim));
                var truth = tensor(new[] { entry.Start != 0 }, device: source.device);
                owned.Add(truth);
                indices.Add(truth);
                break;
            default:
                indices.Add(entry.Indices);
                // A mask stands for as many dimensions as it has; the operator expects it once.
                break;
        }
    }

    private void Replace(Tensor next)
    {
        if (!ReferenceEquals(View, source) && !ReferenceEquals(View, next))
        {
            View.Dispose();
        }

        View = next;
    }
}
