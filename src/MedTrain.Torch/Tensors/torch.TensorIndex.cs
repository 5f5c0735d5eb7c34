namespace TorchSharp;

public static partial class torch
{
    /// <summary>One entry of an index such as <c>x[TensorIndex.Ellipsis, 2, TensorIndex.Slice(1, 5)]</c>.</summary>
    public struct TensorIndex
    {
        /// <summary>As many whole dimensions as are left over by the other entries.</summary>
        public static TensorIndex Ellipsis = new(Kinds.Ellipsis);

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex None = new(Kinds.NewAxis);

        /// <summary>A new dimension of size 1.</summary>
        public static TensorIndex Null = new(Kinds.NewAxis);

        /// <summary>One whole dimension.</summary>
        public static TensorIndex Colon = Slice();

        private TensorIndex(Kinds kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
        }

        internal enum Kinds
        {
            NewAxis,
            Single,
            Slice,
            Ellipsis,
            Bool,
            Tensor,
        }

        internal Kinds Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Indices { get; }

        /// <summary>One position along a dimension, which disappears; negative numbers count from the end.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>Never called: it only ranks the overloads of the indexer as TorchSharp does.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("A tensor index is no tensor.");

        /// <summary>A part of a dimension.</summary>
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        /// <summary>A part of a dimension, such as <c>2..^1</c>.</summary>
        public static implicit operator TensorIndex(Range range) => Slice(range);

        /// <summary>One position along a dimension, such as <c>^1</c>.</summary>
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        /// <summary>The positions from <paramref name="start"/> to before <paramref name="stop"/>; negative numbers count from the
        /// end.</summary>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Kinds.Slice, start, stop, step);

        /// <summary>A part of a dimension.</summary>
        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <summary>A part of a dimension, such as <c>2..^1</c>.</summary>
        public static TensorIndex Slice(Range range)
        {
            long start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, stop);
        }

        /// <summary>A new dimension, of size 1 when true and 0 when false.</summary>
        public static TensorIndex Bool(bool value) => new(Kinds.Bool, value ? 1 : 0);

        /// <summary>One position along a dimension, which disappears.</summary>
        public static TensorIndex Single(long? index) =>
            new(Kinds.Single, index ?? throw new ArgumentNullException(nameof(index)));

        /// <summary>Positions along a dimension, or a mask over as many dimensions as it has.</summary>
        public static TensorIndex Tensor(Tensor tensor) =>
            new(Kinds.Tensor, tensor: tensor ?? throw new ArgumentNullException(nameof(tensor)));
    }
}
