using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <content>Comparing, sorting and searching.</content>
    public partial class Tensor
    {
        /// <summary>Where the two are equal.</summary>
        public Tensor eq(Tensor target) => Aten.Call("eq.Tensor", this, target);

        /// <summary>Where the two are equal. In place.</summary>
        public Tensor eq_(Tensor target) => Aten.InPlace("eq_.Tensor", this, target);

        /// <summary>Where the two are equal.</summary>
        public Tensor eq(Scalar target) => Aten.Call("eq.Scalar", this, target);

        /// <summary>Where the two are equal. In place.</summary>
        public Tensor eq_(Scalar target) => Aten.InPlace("eq_.Scalar", this, target);

        /// <summary>Where the two differ.</summary>
        public Tensor ne(Tensor target) => Aten.Call("ne.Tensor", this, target);

        /// <summary>Where the two differ. In place.</summary>
        public Tensor ne_(Tensor target) => Aten.InPlace("ne_.Tensor", this, target);

        /// <summary>Where the two differ.</summary>
        public Tensor ne(Scalar target) => Aten.Call("ne.Scalar", this, target);

        /// <summary>Where the two differ. In place.</summary>
        public Tensor ne_(Scalar target) => Aten.InPlace("ne_.Scalar", this, target);

        /// <summary>Where this is less.</summary>
        public Tensor lt(Tensor target) => Aten.Call("lt.Tensor", this, target);

        /// <summary>Where this is less. In place.</summary>
        public Tensor lt_(Tensor target) => Aten.InPlace("lt_.Tensor", this, target);

        /// <summary>Where this is less.</summary>
        public Tensor lt(Scalar target) => Aten.Call("lt.Scalar", this, target);

        /// <summary>Where this is less. In place.</summary>
        public Tensor lt_(Scalar target) => Aten.InPlace("lt_.Scalar", this, target);

        /// <summary>Where this is at most the other.</summary>
        public Tensor le(Tensor target) => Aten.Call("le.Tensor", this, target);

        /// <summary>Where this is at most the other. In place.</summary>
        public Tensor le_(Tensor target) => Aten.InPlace("le_.Tensor", this, target);

        /// <summary>Where this is at most the other.</summary>
        public Tensor le(Scalar target) => Aten.Call("le.Scalar", this, target);

        /// <summary>Where this is at most the other. In place.</summary>
        public Tensor le_(Scalar target) => Aten.InPlace("le_.Scalar", this, target);

        /// <summary>Where this is greater.</summary>
        public Tensor gt(Tensor target) => Aten.Call("gt.Tensor", this, target);

        /// <summary>Where this is greater. In place.</summary>
        public Tensor gt_(Tensor target) => Aten.InPlace("gt_.Tensor", this, target);

        /// <summary>Where this is greater.</summary>
        public Tensor gt(Scalar target) => Aten.Call("gt.Scalar", this, target);

        /// <summary>Where this is greater. In place.</summary>
        public Tensor gt_(Scalar target) => Aten.InPlace("gt_.Scalar", this, target);

        /// <summary>Where this is at least the other.</summary>
        public Tensor ge(Tensor target) => Aten.Call("ge.Tensor", this, target);

        /// <summary>Where this is at least the other. In place.</summary>
        public Tensor ge_(Tensor target) => Aten.InPlace("ge_.Tensor", this, target);

        /// <summary>Where this is at least the other.</summary>
        public Tensor ge(Scalar target) => Aten.Call("ge.Scalar", this, target);

        /// <summary>Where this is at least the other. In place.</summary>
        public Tensor ge_(Scalar target) => Aten.InPlace("ge_.Scalar", this, target);

        /// <summary>Another name of <see cref="eq(Tensor)"/>: compares element by element.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>Another name of <see cref="ne(Tensor)"/>: compares element by element.</summary>
        public Tensor not_equal(Tensor target) => ne(target);

        /// <summary>Another name of <see cref="lt(Tensor)"/>: compares element by element.</summary>
        public Tensor less(Tensor target) => lt(target);

        /// <summary>Another name of <see cref="le(Tensor)"/>: compares element by element.</summary>
        public Tensor less_equal(Tensor target) => le(target);

        /// <summary>Another name of <see cref="gt(Tensor)"/>: compares element by element.</summary>
        public Tensor greater(Tensor target) => gt(target);

        /// <summary>Another name of <see cref="ge(Tensor)"/>: compares element by element.</summary>
        public Tensor greater_equal(Tensor target) => ge(target);

        /// <summary>Whether all elements satisfy |x - y| ≤ atol + rtol |y|.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Aten.CallBool("allclose", this, target, rtol, atol, equal_nan);

        /// <summary>Where |x - y| ≤ atol + rtol |y|.</summary>
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) =>
            Aten.Call("isclose", this, other, rtol, atol, nanEqual);

        /// <summary>Where the element is among the given ones.</summary>
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Aten.Call("isin.Tensor_Tensor", this, test_elements, assumeUnique, invert);

        /// <summary>Where the element is not a number.</summary>
        public Tensor isnan() => Aten.Call("isnan", this);

        /// <summary>Where the element is infinite.</summary>
        public Tensor isinf() => Aten.Call("isinf", this);

        /// <summary>Where the element is neither infinite nor not-a-number.</summary>
        public Tensor isfinite() => Aten.Call("isfinite", this);

        /// <summary>Where the element is positive infinity.</summary>
        public Tensor isposinf() => Aten.Call("isposinf", this);

        /// <summary>Where the element is negative infinity.</summary>
        public Tensor isneginf() => Aten.Call("isneginf", this);

        /// <summary>Where the imaginary part is zero.</summary>
        public Tensor isreal() => Aten.Call("isreal", this);

        /// <summary>The k largest (or smallest) elements along a dimension, and where they are.</summary>
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Aten.Call2("topk", this, k, dim, largest, sorted);

        /// <summary>Sorted along a dimension, and where each element came from.</summary>
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Aten.Call2("sort.stable", this, stable, dim, descending);

        /// <summary>The order that sorts along a dimension.</summary>
        public Tensor argsort(long dim = -1, bool descending = false) => Aten.Call("argsort", this, dim, descending);

        /// <summary>Sorted along the first dimension.</summary>
        public Tensor msort() => Aten.Call("msort", this);

        /// <summary>The k-th smallest element along a dimension, and where it is.</summary>
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) =>
            Aten.Call2("kthvalue", this, k, dim ?? -1, keepdim);

        /// <summary>The different values; where each element is among them, and how often each occurs, when asked.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (values, inverse, counts) = dim is { } along
                ? Aten.Call3("unique_dim", this, along, sorted, return_inverse, return_counts)
                : Aten.Call3("_unique2", this, sorted, return_inverse, return_counts);
            return (values, Wanted(inverse, return_inverse), Wanted(counts, return_counts));
        }

        /// <summary>The number of the bucket that each element falls into.</summary>
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Aten.Call("bucketize.Tensor", this, boundaries, outInt32, right);

        /// <summary>0 below zero, 1 above, the other at zero.</summary>
        public Tensor heaviside(Tensor other) => Aten.Call("heaviside", this, other);

        private static Tensor? Wanted(Tensor tensor, bool wanted)
        {
            if (wanted)
            {
                return tensor;
            }

            tensor.Dispose();
            return null;
        }
    }
}
