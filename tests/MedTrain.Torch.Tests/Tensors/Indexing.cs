using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Tensors;

public class Indexing
{
    private static Tensor Counting => arange(24).reshape(2, 3, 4);

    [Fact]
    public void Single_positions_slices_and_new_axes_give_views()
    {
        using var scope = NewDisposeScope();
        var x = Counting;
        Assert.Equal(23, x[1, 2, 3].item<long>());
        Assert.Equal(23, x[-1, -1, -1].item<long>());
        Assert.Equal([3, 4], x[1].shape);
        Assert.Equal([2, 2, 4], x[TensorIndex.Colon, TensorIndex.Slice(1)].shape);
        Assert.Equal([2, 3, 2], x[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 2)].shape);
        Assert.Equal([2, 1, 3], x[TensorIndex.Colon, TensorIndex.Null, TensorIndex.Colon, 0].shape);
        Assert.Equal([1, 3, 4], x[1..].shape);
        Assert.Equal([2, 3, 1], x[TensorIndex.Ellipsis, ^1..].shape);
        Assert.Equal([2, 3, 2], x[.., .., 1..^1].shape);
        x[0, 0, 0] = tensor(100L);
        Assert.Equal(100, x.flatten()[0].item<long>());
    }

    [Fact]
    public void Masks_and_index_tensors_select_elements()
    {
        using var scope = NewDisposeScope();
        var x = Counting;
        Assert.Equal([20L, 21, 22, 23], x[x > 19].data<long>().ToArray());
        Assert.Equal([8L, 4], x[0, TensorIndex.Tensor(tensor(new long[] { 2, 1 })), 0].data<long>().ToArray());
        Assert.Equal([2, 2, 4], x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { true, false, true }))].shape);
        Assert.Equal(
            [0L, 23], x[tensor(new long[] { 0, 1 }), tensor(new long[] { 0, 2 }), tensor(new long[] { 0, 3 })].data<long>().ToArray());
    }

    [Fact]
    public void Values_are_written_through_every_kind_of_index()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3, 4);
        x[1] = ones(4);
        x[TensorIndex.Colon, 0] = 5;
        x[x > 4] = tensor(7f);
        x.index_put_(2, TensorIndex.Single(2), TensorIndex.Slice(1, 3));
        Assert.Equal([7f, 0, 0, 0, 7, 1, 1, 1, 7, 2, 2, 0], x.data<float>().ToArray());
        x[TensorIndex.Tensor(tensor(new long[] { 0, 2 }))] = -1;
        Assert.Equal(-8 + 10, x.sum().item<float>());
    }

    [Fact]
    public void Wrong_indices_are_refused_with_the_shape()
    {
        using var scope = NewDisposeScope();
        var x = Counting;
        Assert.Contains("[2, 3, 4]", Assert.Throws<TorchException>(() => x[5]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x[0, 0, 0, 0]);
        Assert.Throws<TorchException>(() => x[tensor(new long[] { 9 })]);
        Assert.Throws<TorchException>(() => x[TensorIndex.Slice(0, 2, 0)]);
    }

    [Fact]
    public void Elements_of_strided_tensors_are_read_in_row_major_order()
    {
        using var scope = NewDisposeScope();
        var x = Counting.permute(2, 0, 1);
        Assert.Equal(x.contiguous().data<long>().ToArray(), x.data<long>().ToArray());
        Assert.Equal(14, x.data<long>()[2, 1, 0]);
        Assert.Equal(x.flatten().data<long>().ToArray(), x.data<long>());
        var grid = (long[,,])Counting.data<long>().ToNDArray();
        Assert.Equal(23, grid[1, 2, 3]);
        x.data<long>()[0, 0, 0] = -1;
        Assert.Equal(-1, x[0, 0, 0].item<long>());
        Assert.Throws<ArgumentOutOfRangeException>(() => x.data<long>()[4, 0, 0]);
        Assert.Throws<ArgumentException>(() => x.data<float>());
    }
}
