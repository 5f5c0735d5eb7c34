using TorchSharp;
using static TorchSharp.torch;

namespace MedTrain.Torch.Tests.Tensors;

[Collection(DefaultGenerator.Name)]
public class Creation
{
    [Fact]
    public void Arrays_lists_and_memory_become_tensors_of_their_type()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(float32, tensor(new[] { 1f, 2 }).dtype);
        Assert.Equal(float64, tensor(new[,] { { 1.0, 2 }, { 3, 4 } }).dtype);
        Assert.Equal(int64, tensor(new long[] { 1 }).dtype);
        Assert.Equal(int32, tensor(1).dtype);
        Assert.Equal(@bool, tensor(new[] { true }).dtype);
        Assert.Equal(uint8, tensor(new byte[] { 1 }).dtype);
        Assert.Equal([2, 2], tensor(new List<float> { 1, 2, 3, 4 }, 2, 2).shape);
        Assert.Equal([2, 3], tensor(new float[6].AsMemory(), [2, 3]).shape);
        Assert.Equal([2, 1, 2], from_array(new int[2, 1, 2]).shape);
        Assert.Equal(float16, tensor(new[] { 1f }, dtype: float16).dtype);
        Assert.Equal([1f, 2, 3, 4], tensor(new[,] { { 1f, 2 }, { 3, 4 } }).data<float>().ToArray());
        Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2 }, [3]));
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "a" }));
    }

    [Fact]
    public void Fills_and_ranges_follow_PyTorchs_types()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(int64, arange(3).dtype);
        Assert.Equal(float32, arange(0, 1, 0.5).dtype);
        Assert.Equal([0L, 2, 4], arange(0, 6, 2).data<long>().ToArray());
        Assert.Equal([0f, 0.5f, 1], linspace(0, 1, 3).data<float>().ToArray());
        Assert.Equal(2, eye(2).sum().item<float>());
        Assert.Equal(int64, full(2, 7).dtype);
        Assert.Equal(float32, full(2, 7.5).dtype);
        Assert.Equal([2, 3, 4, 5], zeros(2, 3, 4, 5).shape);
        Assert.Equal(float64, ones_like(zeros(1, float64)).dtype);
        Assert.Empty(zeros(0).data<float>().ToArray());
        Assert.True(ones(2, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Generators_repeat_their_numbers_from_a_seed_or_a_state()
    {
        using var scope = NewDisposeScope();
        using var a = new Generator(5);
        using var b = new Generator(5);
        Assert.Equal(
            randn(new long[] { 4 }, generator: a).data<float>().ToArray(), randn(new long[] { 4 }, generator: b).data<float>().ToArray());
        var state = a.get_state();
        var next = randperm(10, generator: a).data<long>().ToArray();
        a.set_state(state);
        Assert.Equal(next, randperm(10, generator: a).data<long>().ToArray());
        Assert.Equal(5, b.initial_seed());
        a.manual_seed(6);
        b.manual_seed(6);
        Assert.Equal(bernoulli(full(20, 0.5), a).data<float>().ToArray(), bernoulli(full(20, 0.5), b).data<float>().ToArray());
        Assert.Throws<TorchException>(() => a.set_state(ones(3)));
        Assert.Throws<TorchException>(() => a.set_state(zeros(5056, uint8)[..10]));
    }

    [Fact]
    public void The_number_of_threads_can_be_set()
    {
        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
        Assert.Throws<TorchException>(() => set_num_threads(0));
    }

    [Fact]
    public void Devices_are_named_by_text()
    {
        Assert.Equal((DeviceType.CUDA, 1), (device("cuda:1").type, device("cuda:1").index));
        Assert.Equal("cuda:1", new Device("cuda", 1).ToString());
        Assert.Equal("cpu", CPU.ToString());
        Assert.Throws<ArgumentException>(() => device("gpu"));
        Assert.Throws<ArgumentException>(() => device("cuda:x"));
        using var shape = empty(2, 3, device: META);
        Assert.True(shape.is_meta);
        Assert.Equal([2, 3], shape.shape);
    }
}
