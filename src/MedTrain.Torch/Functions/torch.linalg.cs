using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Decompositions, solutions and norms of matrices; leading dimensions are a batch.</summary>
    public static class linalg
    {
        /// <summary>The lower triangular factor L of a positive-definite matrix, <c>L Lᵀ = input</c>.</summary>
        public static Tensor cholesky(Tensor input) => Aten.Call("linalg_cholesky", input);

        /// <summary>The vector product along a dimension of length 3.</summary>
        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => Aten.Call("linalg_cross", input, other, dim);

        /// <summary>The determinant.</summary>
        public static Tensor det(Tensor input) => Aten.Call("linalg_det", input);

        /// <summary>The eigenvalues, ascending, and eigenvectors of a symmetric matrix, of which one triangle (L or U) is read.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.Call2("linalg_eigh", input, UPLO.ToString());

        /// <summary>The eigenvalues of a symmetric matrix, ascending.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Aten.Call("linalg_eigvalsh", input, UPLO.ToString());

        /// <summary>The inverse.</summary>
        public static Tensor inv(Tensor input) => Aten.Call("linalg_inv", input);

        /// <summary>The exponential of a square matrix.</summary>
        public static Tensor matrix_exp(Tensor input) => Aten.Call("linalg_matrix_exp", input);

        /// <summary>The pseudo-inverse.</summary>
        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            Aten.Call("linalg_pinv", input, atol, rtol, hermitian);

        /// <summary>The sign and the logarithm of the size of the determinant.</summary>
        public static (Tensor, Tensor) slogdet(Tensor input) => Aten.Call2("linalg_slogdet", input);

        /// <summary>The solution X of A X = B, or of X A = B.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) =>
            left ? Aten.Call("linalg_solve", A, B) : Aten.Call("linalg_solve", A.mT, B.mT).mT;

        /// <summary>The singular value decomposition U, S, Vᵀ.</summary>
        public static (Tensor, Tensor, Tensor) svd(Tensor input, bool fullMatrices = true) => Aten.Call3("linalg_svd", input, fullMatrices);

        /// <summary>The singular values, descending.</summary>
        public static Tensor svdvals(Tensor input) => Aten.Call("linalg_svdvals", input);

        /// <summary>The norm of all elements as one vector, or along dimensions.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Aten.Call("linalg_vector_norm", input, ord, dims, keepdim);
    }
}
